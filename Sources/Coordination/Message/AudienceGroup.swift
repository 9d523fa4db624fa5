// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// Organisations that a sender names together, as `WORD:CODE`; who they are is looked up when the message is sent.
public enum AudienceGroup: Hashable, Sendable, CustomStringConvertible {
    /// The members of a cluster: `cluster:timber`.
    case cluster(String)
    /// Who has a part in a work area, by its projects, its instruments and the actions in force: `area:tech_business`.
    case area(String)
    /// The programme's organisations of one kind: `kind:university`.
    case kind(String)
    /// The recipients of a federal instrument: `instrument:sez_tomsk`.
    case instrument(String)
    /// Who has sent or received a message of a case, by its number or id: `case:П-2016-0417`.
    case parties(of: String)
    /// Every organisation of the programme: `all`.
    case all

    /// The words that begin a group; no code of an organisation has a colon.
    public static let words = ["cluster", "area", "kind", "instrument", "case"]

    /// Reads a group; nil for what is the code of an organisation.
    public init?(_ text: String) {
        guard text != "all" else {
            self = .all
            return
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return nil }
        switch parts[0] {
        case "cluster": self = .cluster(parts[1])
        case "area": self = .area(parts[1])
        case "kind": self = .kind(parts[1])
        case "instrument": self = .instrument(parts[1])
        case "case": self = .parties(of: parts[1])
        default: return nil
        }
    }

    /// As it is written.
    public var description: String {
        switch self {
        case .cluster(let code): "cluster:\(code)"
        case .area(let code): "area:\(code)"
        case .kind(let code): "kind:\(code)"
        case .instrument(let code): "instrument:\(code)"
        case .parties(let reference): "case:\(reference)"
        case .all: "all"
        }
    }
}

/// Whom a message is for, once its groups are looked up.
public enum Audience {
    /// The groups among what a sender named: what has a role is always an organisation.
    public static func groups(among named: [Recipient]) -> Set<AudienceGroup> {
        Set(named.compactMap(Self.group))
    }

    /// The organisations that get the message: those named themselves, as they were named, then the members of the groups
    /// in the order of the groups, each once.
    ///
    /// A member's role is the group as it was written, so that it can be seen why it got the message. The sender is left
    /// out of its groups: it writes to the others. Named itself it gets its copy. A group of nobody is refused, as what was
    /// meant for somebody would reach no one without a word.
    public static func resolve(
        _ named: [Recipient], members: [AudienceGroup: [String]], sender: String
    ) throws(Refusal) -> [Recipient] {
        var audience = named.filter { group($0) == nil }
        var reached = Set(audience.map(\.organisation)).union([sender])
        var nobody: [String] = []
        for group in named.compactMap(Self.group) {
            let others = (members[group] ?? []).filter { $0 != sender }
            if others.isEmpty { nobody.append("«\(group)»") }
            for code in others.sorted() where reached.insert(code).inserted {
                audience.append(Recipient(organisation: code, role: group.description))
            }
        }
        guard nobody.isEmpty else {
            throw Refusal(
                code: "empty-audience",
                sentence: "\(nobody.joined(separator: ", ")) names nobody besides the sender: nothing was sent.",
                next: "Look at the code with 'inoctl registry export', or leave it out.")
        }
        return audience
    }

    private static func group(_ recipient: Recipient) -> AudienceGroup? {
        recipient.role == nil ? AudienceGroup(recipient.organisation) : nil
    }
}
