// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

/// A file as it stood in the folder.
public struct ImportFile: Hashable, Sendable, Codable {
    /// The file's name without a folder.
    public var name: String
    /// Its bytes in Base64.
    public var base64: String

    /// Makes it from its members.
    public init(name: String, base64: String) {
        self.name = name
        self.base64 = base64
    }
}

/// The files of a registry, checked and merged as a whole.
public struct ImportRequest: Hashable, Sendable, Codable {
    /// All files.
    public var files: [ImportFile]

    /// Makes it from its members.
    public init(files: [ImportFile]) {
        self.files = files
    }
}

/// The days of a working calendar.
public struct CalendarImportRequest: Hashable, Sendable, Codable {
    /// The calendar's code, e.g. `ru`.
    public var calendar: String
    /// The file.
    public var file: ImportFile

    /// Makes it from its members.
    public init(calendar: String, file: ImportFile) {
        self.calendar = calendar
        self.file = file
    }
}
