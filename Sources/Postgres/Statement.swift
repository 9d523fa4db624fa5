// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// An SQL statement whose interpolated values travel as parameters, never as text:
///
/// ```swift
/// let rows = try db.query("select id, name from person where age > \(age)", as: (Int64, String).self)
/// ```
///
/// A statement can be part of another. SQL text that is made at run time needs `\(unescaped:)`, and its author answers
/// for what is in it.
public struct Statement: Sendable {
    /// The SQL, with `$1`, `$2` … for the values.
    public internal(set) var sql: String
    /// The values.
    var parameters = Parameters()
    /// Where in the UTF-8 of `sql` each placeholder stands, so that a statement can be put into another.
    private var placeholders: [Range<Int>] = []

    /// A statement without values, from text its author answers for.
    public init(unescaped sql: String) { self.sql = sql }
}

extension Statement: ExpressibleByStringInterpolation {
    /// A statement without values.
    public init(stringLiteral value: String) { self.init(unescaped: value) }

    /// A statement with its values.
    public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.statement }

    /// Gathers SQL and values.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var statement = Statement(unescaped: "")

        /// Room for the literal and the placeholders.
        public init(literalCapacity: Int, interpolationCount: Int) {
            statement.sql.reserveCapacity(literalCapacity + 3 * interpolationCount)
        }

        /// Appends SQL as it stands in the source.
        public mutating func appendLiteral(_ literal: String) { statement.sql += literal }

        /// Appends a placeholder and its value.
        public mutating func appendInterpolation(_ value: some PostgresEncodable) {
            statement.parameters.append(value)
            statement.appendPlaceholder()
        }

        /// Appends a placeholder and its value or NULL. (Without this the compiler takes the optional for a mistake.)
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?)
        where Value?: PostgresEncodable {
            statement.parameters.append(value)
            statement.appendPlaceholder()
        }

        /// Appends another statement with its values.
        public mutating func appendInterpolation(_ other: Statement) { statement.append(other) }

        /// Appends text as SQL: never anything that came from outside.
        public mutating func appendInterpolation(unescaped sql: String) { statement.sql += sql }
    }
}

extension Statement {
    private mutating func appendPlaceholder() {
        let start = sql.utf8.count
        sql += "$\(placeholders.count + 1)"
        placeholders.append(start..<sql.utf8.count)
    }

    /// Appends the other's SQL with its placeholders renumbered, and its values.
    private mutating func append(_ other: Statement) {
        let text = Array(other.sql.utf8)
        var position = 0
        for placeholder in other.placeholders {
            sql += String(decoding: text[position..<placeholder.lowerBound], as: UTF8.self)
            appendPlaceholder()
            position = placeholder.upperBound
        }
        sql += String(decoding: text[position...], as: UTF8.self)
        parameters.append(contentsOf: other.parameters)
    }
}
