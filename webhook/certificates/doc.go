// Copyright 2026 The kubectl-nautes Authors
// SPDX-License-Identifier: Apache-2.0

// Package certificates keeps the webhook's serving certificates: each replica makes its own leaf in memory, all
// leaves are signed by one CA that lives in a Secret, and the apiserver trusts that CA through the caBundle of the
// webhook's configuration. Nothing is mounted, nobody has to restart, and no request fails while CAs are exchanged.
//
// Every replica runs the same [Authority]; there is no leader. A replica looks at both objects when they change and
// every [Options.Resync], does at most one due step, and looks again until nothing is due. The steps of a rotation:
//
//  1. When a third of the current CA's life is left, the Secret gets a next CA beside it.
//  2. The caBundle becomes previous + current + next. The same write sets the annotation [BundleSinceAnnotation].
//  3. When the bundle has held the next CA for [Options.Overlap], so that every apiserver has seen it, next becomes
//     current and current becomes previous. The old private key is destroyed here.
//  4. Each replica signs its next leaf with the new CA the next time it looks.
//  5. When the last leaf that previous can have signed has expired, previous is retired: it leaves the bundle. It
//     stays in the Secret until it expires, so that nobody takes it for an unknown CA of ours and trusts it again.
//
// What keeps this safe with replicas that race, sleep or crash between any two of these steps:
//
//   - The configuration is read before the Secret, always from the apiserver, and each write carries the
//     resourceVersion that was read. A replica with an old picture of the Secret cannot overwrite a newer bundle.
//   - The bundle is a function of the Secret alone, never of a replica's clock: replicas cannot disagree about it.
//   - The time since which the bundle is complete is written together with the bundle, so the two cannot part.
//   - A CA of ours that stands in the bundle but not in the Secret (the Secret was deleted, broken, or restored from
//     a backup) still has leaves in use: it is put into the Secret as previous before the bundle is touched.
//   - A replica goes over to another CA only after the overlap, unless it has no valid leaf at all.
//   - A leaf is signed only with a key that was read a moment ago; no replica remembers a CA's private key.
//
// To exchange the CA by hand, delete the Secret: the old CA stays trusted until its leaves have expired.
//
// The package must not know what the webhook decides, nor how its server is set up.
package certificates
