// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Coordination

/// Which rows of a registry list are wanted: those that match all that is given.
public struct RegistryFilter: Sendable {
    /// The programme; the only one when absent.
    public var programme: String?
    /// The code of one row.
    public var code: String?
    /// The kind.
    public var kind: String?
    /// The code of the cluster.
    public var cluster: String?
    /// The code of the work area.
    public var workArea: String?
    /// The code of the body that owns or leads it, or that a person is of.
    public var owner: String?
    /// The state.
    public var status: String?
    /// The roadmap's version, for actions.
    public var version: String?
    /// Only what is due on this day or before it, for actions.
    public var dueBy: CalendarDate?
    /// A part of the code or of a name, whatever the case.
    public var query: String?
    /// Begin after the row of this code.
    public var after: String?
    /// How many rows at most.
    public var limit: Int?

    /// A filter; without arguments, all rows of the only programme.
    public init(
        programme: String? = nil, code: String? = nil, kind: String? = nil, cluster: String? = nil,
        workArea: String? = nil, owner: String? = nil, status: String? = nil,
        version: String? = nil, dueBy: CalendarDate? = nil, query: String? = nil,
        after: String? = nil, limit: Int? = nil
    ) {
        self.programme = programme
        self.code = code
        self.kind = kind
        self.cluster = cluster
        self.workArea = workArea
        self.owner = owner
        self.status = status
        self.version = version
        self.dueBy = dueBy
        self.query = query
        self.after = after
        self.limit = limit
    }
}
