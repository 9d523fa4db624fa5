// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Numbers that look drawn and are the same for the same seed.
struct Draw {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A number from 0 on, below a bound.
    mutating func callAsFunction(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }
}
