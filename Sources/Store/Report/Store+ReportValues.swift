// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Schema

/// A report that can be run: one view of `report_v1`, or one of its functions of a moment.
public struct ReportDescription: Hashable, Sendable {
    /// The name.
    public let name: String
    /// What one row is, `English · по-русски`.
    public let comment: String
    /// Whether it shows the state as of a moment, which has to be given.
    public let takesMoment: Bool
    /// Its columns, in order.
    public let columns: [ReportColumnDescription]
}

/// A column of a report.
public struct ReportColumnDescription: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The SQL type.
    public let type: String
    /// What it holds, `English · по-русски`.
    public let comment: String
}

/// A query over reports that analysts ask, as it is shipped.
public struct ReportSample: Hashable, Sendable {
    /// The name.
    public let name: String
    /// What it answers, `English · по-русски`.
    public let title: String
    /// The query, which runs as it stands.
    public let sql: String
}

extension ReportDescription {
    /// The sample queries that ask this report.
    public var samples: [ReportSample] {
        Schema.samples
            .filter { sample in
                sample.sql.matches(of: /report_v1\.([a-z_]+)/).contains { $0.output.1 == name }
            }
            .map { ReportSample(name: $0.name, title: $0.title, sql: $0.sql) }
    }
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
