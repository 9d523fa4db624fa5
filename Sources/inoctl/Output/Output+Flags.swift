// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

extension Output {
    /// What the flags say about printing; flags that exclude each other are refused.
    init(_ flags: GlobalOptions, format: OutputFormat, in surroundings: Surroundings) throws {
        self.format = flags.excel ? .csv : format
        self.surroundings = surroundings
        isForSpreadsheets = flags.excel
        if let names = flags.columns { columns = names.split(separator: ",").map(String.init) }
        sort = try (flags.sort ?? "").split(separator: ",").map { text in
            guard let key = SortKey(text) else {
                throw Failure(
                    exit: Exit.usage, "--sort cannot be '\(text)'", next: "such as --sort state or --sort due:desc")
            }
            return key
        }
        hasColour = Style.isWanted(flags.color ?? .auto, in: surroundings) && self.format.isForPeople
    }

    /// Refuses a flag that this command gives no meaning to: what is ignored in silence is believed to have worked.
    func refuse(_ isGiven: Bool, _ flag: String, _ because: String) throws {
        guard isGiven else { return }
        throw Failure(exit: Exit.usage, "\(flag) has no meaning here: \(because)", next: "leave it out")
    }

    /// An output for rows that come one after the other without an end: a line each, as JSON or with tabs between.
    func asItComes(_ flag: String) throws -> Output {
        let because = "\(flag) prints each row as it comes, without an end"
        try refuse(![.table, .plain, .jsonl].contains(format), "-o \(format.rawValue)", because)
        try refuse(!sort.isEmpty, "--sort", because)
        return Output(format: format == .jsonl ? .jsonl : .plain, columns: columns, surroundings: surroundings)
    }

    /// Whether flags or format leave room for one table only, where people would get several.
    var isOneTable: Bool { format == .csv || format == .tsv || columns != nil || !sort.isEmpty }

    /// Refuses every format but the standard one.
    func refuseAllFormats(_ because: String) throws {
        try refuse(format != .table && format != .plain, "-o \(format.rawValue)", because)
        try refuse(columns != nil, "--columns", because)
        try refuse(!sort.isEmpty, "--sort", because)
    }

    func refuseSorting() throws {
        try refuse(!sort.isEmpty, "--sort", "there is one thing and no list")
    }

    func refuseColumns() throws {
        try refuse(
            columns != nil, "--columns", "-o \(format.rawValue) prints all that the daemon answers, with its own names")
    }
}

/// When the output is coloured.
enum ColourMode: String, CaseIterable, Sendable {
    case auto, always, never
}

/// Colours of a terminal. Whatever a colour says, a word says too.
enum Style {
    /// `auto` asks for a terminal that knows colours and a user who does not refuse them (no-color.org).
    static func isWanted(_ mode: ColourMode, in surroundings: Surroundings) -> Bool {
        switch mode {
        case .always: true
        case .never: false
        case .auto:
            surroundings.isTerminal && surroundings.environment["NO_COLOR", default: ""].isEmpty
                && surroundings.environment["TERM"] != "dumb"
        }
    }

    static func bold(_ text: String) -> String { "\u{1B}[1m\(text)\u{1B}[0m" }

    /// The text of a cell in the colour of the word it consists of or begins with; most have none.
    static func coloured(_ text: String) -> String {
        let word = text.prefix { $0 != " " }.lowercased()
        guard let code = colours[word] else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    private static let colours: [String: Int] = [
        "overdue": 31, "fault": 31, "refused": 31, "revoked": 31, "expired": 31, "returned": 33, "warn": 33,
        "withdrawn": 33, "sample": 33, "ok": 32, "executed": 32, "closed": 32, "done": 32,
    ]
}
