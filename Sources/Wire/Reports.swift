// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A report that can be run: a view of `report_v1`, or a function of a moment there.
public struct ReportInfo: Hashable, Sendable, Codable {
    /// The name.
    public var name: String
    /// What one row of it is, `English · по-русски`.
    public var description: String
    /// Whether `asOf` has to be given.
    public var takesMoment: Bool?
    /// Queries over it that analysts ask.
    public var samples: [ReportQuery]?
    /// Its columns.
    public var columns: [ReportColumn]

    /// Makes it from its members.
    public init(
        name: String, description: String, columns: [ReportColumn] = [], takesMoment: Bool? = nil,
        samples: [ReportQuery]? = nil
    ) {
        self.name = name
        self.description = description
        self.columns = columns
        self.takesMoment = takesMoment
        self.samples = samples
    }
}

/// A query over reports that is shipped, to be run in psql as it stands.
public struct ReportQuery: Hashable, Sendable, Codable {
    /// The name.
    public var name: String
    /// What it answers, `English · по-русски`.
    public var title: String
    /// The query.
    public var sql: String

    /// Makes it from its members.
    public init(name: String, title: String, sql: String) {
        self.name = name
        self.title = title
        self.sql = sql
    }
}

/// A column of a report.
public struct ReportColumn: Hashable, Sendable, Codable {
    /// The name.
    public var name: String
    /// The SQL type.
    public var type: String
    /// What it holds.
    public var description: String?

    /// Makes it from its members.
    public init(name: String, type: String, description: String? = nil) {
        self.name = name
        self.type = type
        self.description = description
    }
}

/// The rows of a report.
public struct ReportTable: Hashable, Sendable, Codable {
    /// The report.
    public var name: String
    /// The columns.
    public var columns: [ReportColumn]
    /// The values as text; an absent value is null.
    public var rows: [[String?]]
    /// How many rows rest on sample data; absent when the report shows no facts of the registry.
    public var samples: Int?
    /// Whether the limit cut rows off.
    public var truncated: Bool?

    /// Makes it from its members.
    public init(name: String, columns: [ReportColumn], rows: [[String?]], samples: Int? = nil, truncated: Bool? = nil) {
        self.name = name
        self.columns = columns
        self.rows = rows
        self.samples = samples
        self.truncated = truncated
    }
}
