// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Wire

/// One thing that was looked at.
struct Finding: Sendable {
    enum State: String { case ok, warn, fault }

    let state: State
    let check: String
    let text: String
    /// What to do, for what is not ok.
    var fix = ""
}

/// Looks at everything between this user and the daemon, one thing after the other, as far as it gets.
struct Doctor {
    let flags: GlobalOptions
    let surroundings: Surroundings
    var findings: [Finding] = []

    init(_ flags: GlobalOptions) {
        self.flags = flags
        surroundings = Surroundings.current
    }

    mutating func examine() async {
        guard files(), let session = profile() else { return }
        transport(session.profile)
        tokenFile(session.profile)
        var client = session.client
        client.programme = nil
        guard await isReached(client) else { return }
        guard let me = await token(client) else { return }
        clock(me)
        await versions(client, wanted: session.profile.programme?.value)
    }

    private mutating func add(_ state: Finding.State, _ check: String, _ text: String, fix: String = "") {
        findings.append(Finding(state: state, check: check, text: text, fix: fix))
    }

    /// A step that may fail: its failure is a finding.
    private mutating func attempt<Result>(_ check: String, _ work: () throws -> Result) -> Result? {
        do { return try work() } catch {
            let failure = error as? Failure
            add(.fault, check, failure?.sentence ?? "\(error)", fix: failure?.next ?? "")
            return nil
        }
    }

    private mutating func attempt(_ check: String, _ work: () async throws -> JSON) async -> JSON? {
        do { return try await work() } catch {
            let failure = error as? Failure
            add(.fault, check, failure?.sentence ?? "\(error)", fix: failure?.next ?? "")
            return nil
        }
    }

    private mutating func files() -> Bool {
        guard let files = attempt("config.files", { [surroundings] in try ConfigurationFiles.read(surroundings) })
        else { return false }
        if files.isEmpty { add(.ok, "config.files", "there are none; flags and environment decide") }
        for file in files {
            let mode = surroundings.permissions(file.path) ?? 0
            let isOpen = mode & 0o022 != 0
            add(
                isOpen ? .warn : .ok, "config.files",
                "\(file.path): \(file.profiles.count) profiles\(isOpen ? ", and others may write it" : "")",
                fix: isOpen ? "chmod go-w \(file.path)" : "")
        }
        return true
    }

    private mutating func profile() -> Session? {
        guard let session = attempt("config.profile", { [flags] in try Session(flags) }) else { return nil }
        let profile = session.profile
        let name = profile.name.map { "profile \($0), " } ?? ""
        let isProtected = profile.isProtected ? ", protected" : ""
        add(.ok, "config.profile", "\(name)\(profile.target.value) (\(profile.target.origin))\(isProtected)")
        return session
    }

    private mutating func transport(_ profile: Profile) {
        guard case .server(let address) = profile.target.value else {
            return add(.ok, "transport", "a unix socket: the kernel says who asks")
        }
        if address.hasPrefix("https://") {
            return add(.ok, "transport", "TLS; the certificate is checked at each call")
        }
        let host = address.dropFirst("http://".count).prefix { $0 != "/" && $0 != ":" }
        let isNear = ["localhost", "127.0.0.1", "[::1]"].contains(String(host))
        add(
            isNear ? .ok : .warn, "transport",
            isNear ? "plain HTTP on this machine" : "plain HTTP: the token can be read",
            fix: isNear ? "" : "use https://")
    }

    private mutating func tokenFile(_ profile: Profile) {
        guard let file = profile.tokenFile else { return }
        let path = ConfigurationFiles.expanded(file.value, surroundings.environment)
        let isOpen = (surroundings.permissions(path) ?? 0) & 0o077 != 0
        add(
            isOpen ? .warn : .ok, "token.file", "\(path) (\(file.origin))\(isOpen ? ": others may read it" : "")",
            fix: isOpen ? "chmod 600 \(path)" : "")
    }

    private mutating func isReached(_ client: Client) async -> Bool {
        guard await attempt("daemon.reach", { try await client.get("/livez") }) != nil else { return false }
        add(.ok, "daemon.reach", "\(client.target) answers")
        if await attempt("daemon.ready", { try await client.get("/readyz") }) != nil {
            add(.ok, "daemon.ready", "ready: database and schema are as they must be")
        }
        return true
    }

    private mutating func token(_ client: Client) async -> WhoAmI? {
        guard let answer = await attempt("token.valid", { try await client.get("/v1/whoami") }) else { return nil }
        guard let me = attempt("token.valid", { try answer.decoded(as: WhoAmI.self) }) else { return nil }
        let body = me.organisation.map { " for \($0)" } ?? ""
        add(.ok, "token.valid", "\(me.name)\(body): \(me.scopes.joined(separator: ", "))")
        guard let end = me.expiresAt else { return me }
        let days = (end.microsecondsSince1970 - me.now.microsecondsSince1970) / 86_400_000_000
        add(
            days < 14 ? .warn : .ok, "token.expiry", "ends in \(days) days, \(end)",
            fix: days < 14 ? "an operator makes a new one: inoctl token create --name … --secret-file FILE" : "")
        return me
    }

    private mutating func clock(_ me: WhoAmI) {
        let skew = Double(surroundings.now().microsecondsSince1970 - me.now.microsecondsSince1970) / 1_000_000
        let state: Finding.State = abs(skew) > 60 ? .fault : abs(skew) > 5 ? .warn : .ok
        let tenths = (skew * 10).rounded() / 10
        add(
            state, "clock", "this machine is \(tenths) s from the daemon",
            fix: state == .ok ? "" : "set the clock by NTP: timedatectl set-ntp true")
    }

    private mutating func versions(_ client: Client, wanted: String?) async {
        guard let answer = await attempt("versions", { try await client.get("/v1/version") }) else { return }
        let daemon = answer["version"]?.scalarText ?? "unknown"
        let isSame = daemon == Inoctl.version && answer["api"]?.scalarText == "v1"
        add(
            isSame ? .ok : .warn, "versions",
            "inoctl \(Inoctl.version), inod \(daemon), API \(answer["api"]?.scalarText ?? "unknown")",
            fix: isSame ? "" : "install the inoctl that came with this inod")
        let codes = (answer["programmes"]?.items ?? []).compactMap(\.scalarText)
        if let wanted, !codes.contains(wanted) {
            return add(
                .fault, "programme", "there is no programme '\(wanted)'",
                fix: "there are: \(codes.joined(separator: ", "))")
        }
        let isClear = wanted != nil || codes.count == 1
        add(
            isClear ? .ok : .warn, "programme",
            wanted ?? (codes.isEmpty ? "there is none" : codes.joined(separator: ", ")),
            fix: isClear ? "" : codes.isEmpty ? "inoctl programme add …" : "name one: --programme CODE")
    }
}
