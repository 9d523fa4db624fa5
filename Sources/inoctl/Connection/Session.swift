// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Wire

/// What a command works with: the daemon, the output, and the programme's zone.
struct Session: Sendable {
    let profile: Profile
    let client: Client
    let output: Output
    let surroundings: Surroundings
    let isQuiet: Bool
    /// Whether there is a person who can be asked.
    let mayAsk: Bool

    /// Opens a session with what flags, environment and files say.
    init(_ flags: GlobalOptions) throws {
        surroundings = Surroundings.current
        profile = try Profile.resolve(flags, in: surroundings)
        isQuiet = flags.quiet
        mayAsk = !flags.noInput && surroundings.ask != nil
        output = try Output(flags, format: profile.output.value, in: surroundings)
        let trace: (@Sendable (String) -> Void)? = flags.verbose ? surroundings.complain : nil
        client = Client(
            target: profile.target.value, programme: profile.programme?.value,
            token: try Self.token(profile, surroundings), seconds: flags.timeout,
            wantsJSON: output.format.isJSON, trace: trace, send: surroundings.send,
            stream: surroundings.stream)
    }

    private static func token(_ profile: Profile, _ surroundings: Surroundings) throws -> String? {
        guard let file = profile.tokenFile else { return nil }
        let path = ConfigurationFiles.expanded(file.value, surroundings.environment)
        guard path != "-", let bytes = try? surroundings.read(path) else {
            throw Failure(
                exit: Exit.badConfig, "the token file \(path) (from \(file.origin)) cannot be read",
                next: "an operator makes a token with 'inoctl token create'")
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let token = text.split(whereSeparator: \.isWhitespace)
        guard token.count == 1, let secret = token.first, secret.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw Failure(exit: Exit.badConfig, "the token file \(path) must hold one token and nothing else")
        }
        return String(secret)
    }

    /// Says where a write goes, before it goes.
    func announce(_ options: WriteOptions) throws {
        if profile.isProtected && !options.dryRun && !options.yes { try askWhetherToWrite() }
        let place = profile.name.map { "profile \($0) (\(profile.target.value))" } ?? "\(profile.target.value)"
        note("→ \(place)\(options.dryRun ? "   DRY RUN, nothing stored" : "")")
    }

    /// A protected profile is written to only by somebody who says so; a program says it by --yes.
    private func askWhetherToWrite() throws {
        let place = "profile '\(profile.name ?? "")' (\(profile.target.value))"
        guard mayAsk, !output.format.isJSON, let ask = surroundings.ask else {
            throw Failure(
                exit: Exit.usage, "\(place) is protected", next: "add --yes to write there, or --dry-run to try")
        }
        let answer = ask("\(place) is protected. Write there? [y/N] ")?.lowercased() ?? ""
        guard ["y", "yes", "д", "да"].contains(answer) else {
            throw Failure(exit: Exit.no, "nothing was written", next: "--dry-run tries without writing")
        }
    }

    /// A line on stderr, unless the user asked for quiet or a program reads.
    func note(_ line: String) {
        if !isQuiet { surroundings.complain(line) }
    }

    /// The zone to print times in: the profile's, else the programme's.
    func zone(evenForPrograms: Bool = false) async throws -> Zone? {
        if let zone = profile.tz?.value { return zone }
        guard evenForPrograms || output.format.isForPeople || output.format == .plain || output.isForSpreadsheets else {
            return nil
        }
        let programmes = try await client.get("/v1/programmes")["items"]?.items ?? []
        let named = profile.programme.map { setting in programmes.first { $0["code"] == .string(setting.value) } }
        let programme = named ?? (programmes.count == 1 ? programmes.first : nil)
        return programme?["zone"]?.scalarText.flatMap(Zone.init(identifier:))
    }

    /// The items of a list, page by page until the limit; says whether more are there.
    func items(
        _ path: String, _ query: [(name: String, value: String?)] = [], _ options: ListOptions
    ) async throws -> (items: [JSON], isWhole: Bool) {
        var items: [JSON] = []
        var cursor: String?
        repeat {
            let size = options.all ? 500 : min(500, options.limit - items.count)
            let page = try await client.get(path, query + [("limit", String(size)), ("after", cursor)])
            items += page["items"]?.items ?? []
            cursor = page["next"]?.scalarText
        } while cursor != nil && (options.all || items.count < options.limit)
        return (items, cursor == nil)
    }

    /// Prints a list with the count below it.
    func list<Value: Decodable & Sendable>(
        _ path: String, _ query: [(name: String, value: String?)] = [], _ options: ListOptions, as type: Value.Type,
        _ columns: [Column<Value>]
    ) async throws {
        var whole = options
        // Only what is there as a whole can be sorted: the first 50 of an unsorted list are not the first of a sorted one.
        if !output.sort.isEmpty { whole.all = true }
        let found = try await items(path, query, whole)
        let limit = options.all ? found.items.count : min(options.limit, found.items.count)
        let zone = columns.contains(where: \.isTime) ? try await zone() : nil
        try output.list(found.items, as: type, columns, zone: zone, limit: limit)
        count(limit, isWhole: found.isWhole && limit == found.items.count)
    }

    /// Prints one value of a register.
    func show<Value: Decodable & Sendable>(
        _ path: String, _ code: String, as type: Value.Type, _ columns: [Column<Value>]
    ) async throws {
        let found = try await client.get("\(path)/\(Percent.encoded(code))")
        let zone = columns.contains(where: \.isTime) ? try await zone() : nil
        try output.record(found, as: type, columns, zone: zone)
    }

    /// How many a list has, for people only.
    func count(_ count: Int, isWhole: Bool) {
        guard output.format.isForPeople, surroundings.isTerminal || !isWhole else { return }
        note(isWhole ? "\(count) in all" : "the first \(count); --all prints all")
    }

    /// The revision an edit is made on: the one that was stated, or what the row at a path has now.
    func revision<Row: Decodable>(
        _ stated: String?, of path: String, _ revision: KeyPath<Row, String>
    ) async throws -> String {
        if let stated { return stated }
        return try await client.get(path).decoded(as: Row.self)[keyPath: revision]
    }
}
