// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// What answers, and what it stands on.
public struct VersionInfo: Hashable, Sendable, Codable {
    /// The daemon's version.
    public var version: String
    /// The version of the HTTP interface.
    public var api: String
    /// The schema step the database is at.
    public var schema: Int?
    /// The programmes, by code.
    public var programmes: [String]
    /// The line that logs an analyst in to the reports; only operators see it.
    public var psql: String?

    /// Makes it from its members.
    public init(version: String, api: String = "v1", schema: Int? = nil, programmes: [String] = [], psql: String? = nil)
    {
        self.version = version
        self.api = api
        self.schema = schema
        self.programmes = programmes
        self.psql = psql
    }
}
