// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Another broker that does the same work in the same round. What it cannot do it does not answer, and nobody pretends.
protocol Peer: Sendable {
    var name: String { get }
    func sending(connections: Int, batch: Int) -> Contender?
    func streaming(window: Int) -> Contender?
    func receiving(batch: Int) -> Contender?
    func latency() -> Contender?
    func fanOut(received: Bool) -> Contender?
}
