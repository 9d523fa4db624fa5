// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import Store

extension Doctor {
    /// What the facts about a database mean for a daemon.
    static func judge(_ found: Examination, isEmbedded: Bool) -> [Finding] {
        [server(found), login(found), roles(found), schema(found), grants(found), logs(found), partitions(found)]
            + [clock(found), flows(found), webhooks(found)]
    }

    private static func server(_ found: Examination) -> Finding {
        let text =
            "PostgreSQL \(found.version.text), \(found.encoding), \(rounded(found.roundTrip)) ms, "
            + "\(found.bytes / 1_048_576) MiB"
        if found.isReadOnly {
            return .fault(
                "database", "\(text), read-only", next: "add target_session_attrs=read-write to database.conninfo")
        }
        if found.encoding != "UTF8" {
            return .fault("database", text, next: "make the database anew with encoding UTF8: inod db-setup")
        }
        return found.version.number >= 150_000
            ? .ok("database", text)
            : .fault("database", text, next: "upgrade the server: Ino needs PostgreSQL 15 or newer")
    }

    private static func login(_ found: Examination) -> Finding {
        found.login.isSuperuser
            ? .warn(
                "database.login", "the daemon logs in as \(found.login.name), a superuser: no grant protects the logs",
                next: "set user=ino_daemon in database.conninfo")
            : .ok("database.login", "\(found.login.name), no superuser")
    }

    private static func roles(_ found: Examination) -> Finding {
        found.missingRoles.isEmpty
            ? .ok("database.roles", "all are there")
            : .fault(
                "database.roles", "missing: \(found.missingRoles.joined(separator: ", "))",
                next: "inod db-setup | sudo -u postgres psql")
    }

    private static func schema(_ found: Examination) -> Finding {
        switch found.schema.state {
        case .current: .ok("database.schema", found.schema.sentence)
        case .ahead:
            .warn("database.schema", found.schema.sentence, next: "install the inod that belongs to this schema")
        case .behind: .fault("database.schema", found.schema.sentence, next: "inod migrate plan, then inod migrate up")
        case .tooNew: .fault("database.schema", found.schema.sentence, next: "install the newer inod; change nothing")
        case .broken:
            .fault("database.schema", found.schema.sentence, next: "restore the step's text, see the sentence")
        }
    }

    private static func grants(_ found: Examination) -> Finding {
        if !found.excessGrants.isEmpty, !found.login.isSuperuser {
            return .fault(
                "database.grants", "\(found.login.name) may do what nobody must: \(list(found.excessGrants))",
                next: "revoke it from \(found.login.name) as ino_owner")
        }
        return found.missingGrants.isEmpty
            ? .ok("database.grants", "the logs can be read and added to, and nothing else")
            : .fault(
                "database.grants", "\(found.login.name) lacks \(list(found.missingGrants))",
                next: "grant it as ino_owner, or set user=ino_daemon in database.conninfo")
    }

    private static func logs(_ found: Examination) -> Finding {
        found.openLogs.isEmpty
            ? .ok("database.append-only", "every log and partition refuses change")
            : .fault(
                "database.append-only", "can be changed: \(list(found.openLogs))",
                next:
                    "as ino_owner: alter table core.NAME enable always trigger all, or call core.append_only('core.NAME')"
            )
    }

    private static func partitions(_ found: Examination) -> Finding {
        found.missingPartitions.isEmpty
            ? .ok("database.partitions", "this month's and the next's are made")
            : .fault(
                "database.partitions", "not made: \(list(found.missingPartitions))",
                next:
                    "start the daemon, which makes them each hour; if it runs, look for 'Maintenance failed' in its log"
            )
    }

    private static func clock(_ found: Examination) -> Finding {
        let text = "\(found.clockAhead < 0 ? "" : "+")\(rounded(found.clockAhead)) s against this host"
        let next = "let both hosts follow one time server: timedatectl set-ntp true"
        switch abs(found.clockAhead) {
        case ..<1: return .ok("database.clock", text)
        case ..<30: return .warn("database.clock", text, next: next)
        default: return .fault("database.clock", text, next: next)
        }
    }

    private static func flows(_ found: Examination) -> Finding {
        guard let first = found.pauses.first else { return .ok("flows", "none is paused") }
        let sentences = found.pauses.map { pause in
            "\(pause.flow.rawValue) is paused since \(pause.since)\(pause.until.map { " until \($0)" } ?? ""): "
                + "\(pause.reason)"
        }
        return .warn(
            "flows", sentences.joined(separator: "; "), next: "inoctl broker resume \(first.flow.rawValue), when it may"
        )
    }

    private static func webhooks(_ found: Examination) -> Finding {
        guard let first = found.stuckWebhooks.first else { return .ok("webhooks", "none has failed for an hour") }
        let names = found.stuckWebhooks.map { "\($0.id) of \($0.organisation) (\($0.state.rawValue))" }
        return .warn(
            "webhooks", "taking nothing: \(list(names)); their messages wait in their inboxes",
            next: "inoctl webhook log \(first.id); once it is mended, inoctl webhook resume \(first.id)")
    }

    /// Backups are the administrator's: what can be seen of them, and the line that makes one.
    static func backups(_ found: Examination, cluster: Cluster?, conninfo: String?) -> Finding {
        let place = cluster.map { $0.conninfo(user: Cluster.superuser) } ?? "dbname=ino"
        let dump = "pg_dump -Fc -d \"\(place)\" -f ino.dump (as root or a superuser), or archive the server's log"
        guard found.archiving.isOn else {
            return .warn("backups", "the server archives nothing, and a dump leaves no trace here", next: dump)
        }
        guard let last = found.archiving.last else {
            return .warn("backups", "archiving is on and has not succeeded yet", next: "look into pg_stat_archiver")
        }
        let age = Date.now.timeIntervalSince1970 - Double(last.microsecondsSince1970) / 1_000_000
        return age < 26 * 3600
            ? .ok("backups", "the server's log was archived last at \(last)")
            : .warn("backups", "the server's log was archived last at \(last)", next: "look into pg_stat_archiver")
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(8).joined(separator: ", ") + (names.count > 8 ? " and \(names.count - 8) more" : "")
    }

    private static func rounded(_ number: Double) -> String { String(format: "%.2f", number) }
}
