// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A report that can be run: one view of `report_v1`.
public struct ReportDescription: Hashable, Sendable {
    /// The name.
    public let name: String
    /// What one row is.
    public let comment: String
    /// Its columns, in order.
    public let columns: [ReportColumnDescription]
}

/// A column of a report.
public struct ReportColumnDescription: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The SQL type.
    public let type: String
    /// What it holds.
    public let comment: String
}

/// The rows of a report, as text.
public struct ReportResult: Hashable, Sendable {
    /// The report with its columns.
    public let report: ReportDescription
    /// The values in column order; null is nil.
    public let rows: [[String?]]
    /// How many of these rows rest on sample data; nil where the report shows no provenance.
    public let samples: Int?
    /// Whether the limit cut rows off.
    public let isTruncated: Bool
}
