// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// One field with the place of its first character.
struct CSVField: Hashable, Sendable {
    var value: String
    let line: Int
    let column: Int
}

/// One record: at least one field.
struct CSVRecord: Hashable, Sendable {
    let line: Int
    var fields: [CSVField] = []
}

/// Reads RFC 4180 text and keeps the place of every field, so that a fault can be named where an editor shows it.
///
/// Lines and characters count from 1. It goes on after a fault, with the records it could read.
struct CSVReader {
    private let file: String
    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var line = 1
    private var column = 1
    private(set) var faults: [Fault] = []

    init(_ bytes: [UInt8], file: String) {
        self.file = file
        var faults: [Fault] = []
        scalars = Self.decode(bytes, file: file, faults: &faults)
        self.faults = faults
    }

    /// All records without a fault of form.
    mutating func records() -> [CSVRecord] {
        var records: [CSVRecord] = []
        if peek == "\u{FEFF}" {
            fault(line, column, "the file starts with a byte order mark", "save it as UTF-8 without a byte order mark")
            advance()
            column = 1
        }
        while index < scalars.count {
            let before = faults.count
            let record = record()
            if record.fields.count == 1, record.fields[0].value.isEmpty {
                fault(record.line, 1, "the line is empty", "delete it")
            } else if faults.count == before {
                records.append(record)
            }
        }
        return records
    }

    private mutating func record() -> CSVRecord {
        var record = CSVRecord(line: line)
        while true {
            record.fields.append(peek == "\"" ? quoted() : plain())
            switch peek {
            case ",": advance()
            case nil: return record
            default:
                lineEnd()
                return record
            }
        }
    }

    private mutating func plain() -> CSVField {
        var field = CSVField(value: "", line: line, column: column)
        while let scalar = peek, scalar != ",", scalar != "\r", scalar != "\n" {
            if scalar == "\"" {
                fault(
                    line, column, "a quote stands inside a field without quotes",
                    "put the whole field in quotes and double the quotes inside")
            }
            field.value.unicodeScalars.append(scalar)
            advance()
        }
        return field
    }

    private mutating func quoted() -> CSVField {
        var field = CSVField(value: "", line: line, column: column)
        advance()
        while let scalar = peek {
            advance()
            if scalar != "\"" {
                field.value.unicodeScalars.append(scalar)
            } else if peek == "\"" {
                field.value.unicodeScalars.append(scalar)
                advance()
            } else {
                afterQuote()
                return field
            }
        }
        fault(
            field.line, field.column, "the quote that opens this field is never closed",
            "close it before the next comma")
        return field
    }

    private mutating func afterQuote() {
        guard let scalar = peek, scalar != ",", scalar != "\r", scalar != "\n" else { return }
        fault(line, column, "text follows the closing quote of a field", "double the quotes inside a field")
        while let scalar = peek, scalar != ",", scalar != "\r", scalar != "\n" { advance() }
    }

    private mutating func lineEnd() {
        let (atLine, atColumn) = (line, column)
        let isReturn = peek == "\r"
        advance()
        if isReturn, peek == "\n" {
            advance()
        } else if isReturn {
            fault(atLine, atColumn, "a carriage return stands without a line feed", "end lines with CR LF or LF")
        }
    }

    private var peek: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func advance() {
        let isLineEnd = scalars[index] == "\n" || (scalars[index] == "\r" && !isFollowedByLineFeed)
        line += isLineEnd ? 1 : 0
        column = isLineEnd ? 1 : column + 1
        index += 1
    }

    private var isFollowedByLineFeed: Bool { index + 1 < scalars.count && scalars[index + 1] == "\n" }

    private mutating func fault(_ line: Int, _ column: Int, _ sentence: String, _ next: String) {
        faults.append(Fault(file: file, line: line, column: column, columnName: nil, sentence: sentence, next: next))
    }
}

extension CSVReader {
    /// The characters; what is not UTF-8 becomes U+FFFD and a fault, one a run of bad bytes.
    private static func decode(_ bytes: [UInt8], file: String, faults: inout [Fault]) -> [Unicode.Scalar] {
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(bytes.count)
        var (line, column, wasBad) = (1, 1, false)
        var decoder = UTF8()
        var iterator = bytes.makeIterator()
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar):
                scalars.append(scalar)
                wasBad = false
                line += scalar == "\n" ? 1 : 0
                column = scalar == "\n" ? 1 : column + 1
            case .error:
                if !wasBad {
                    faults.append(
                        Fault(
                            file: file, line: line, column: column, columnName: nil,
                            sentence: "the bytes here are not UTF-8", next: "save the file as UTF-8"))
                    scalars.append("\u{FFFD}")
                    column += 1
                }
                wasBad = true
            case .emptyInput:
                return scalars
            }
        }
    }
}
