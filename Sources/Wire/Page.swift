// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// One page of a list.
public struct Page<Item: Codable & Sendable>: Sendable, Codable {
    /// What is on the page.
    public var items: [Item]
    /// Give it as `after` to get the next page; absent on the last.
    public var next: String?

    /// Makes it from its members.
    public init(items: [Item], next: String? = nil) {
        self.items = items
        self.next = next
    }
}
