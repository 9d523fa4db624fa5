// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A time zone by its name in the tz database, e.g. `Asia/Tomsk`.
///
/// Offsets are asked for each moment, never kept: Tomsk moved from UTC+6 to UTC+7 on 29 May 2016.
public struct Zone: Hashable, Sendable {
    /// The name in the tz database.
    public let identifier: String
    private let zone: TimeZone

    /// A zone this machine knows, or nil.
    public init?(identifier: String) {
        guard let zone = TimeZone(identifier: identifier) else { return nil }
        self.identifier = identifier
        self.zone = zone
    }

    /// Seconds east of UTC at that moment.
    public func offsetSeconds(at instant: Instant) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.secondsSince1970)))
    }

    /// The day it is here at that moment.
    public func date(of instant: Instant) -> CalendarDate {
        local(instant).date
    }

    /// The moment of a wall-clock time; one that the clocks skip moves on by what they skip, one that comes twice is the first.
    public func instant(_ date: CalendarDate, hour: Int, minute: Int) -> Instant {
        let wall = Instant(date: date, seconds: (hour * 60 + minute) * 60)
        let before = offsetSeconds(at: wall.adding(seconds: -86_400))
        let after = offsetSeconds(at: wall.adding(seconds: 86_400))
        let first = wall.adding(seconds: -before)
        if offsetSeconds(at: first) == before { return first }
        let second = wall.adding(seconds: -after)
        return offsetSeconds(at: second) == after ? second : first
    }

    /// `25.03.2016 18:00`, the wall clock here.
    public func text(_ instant: Instant) -> String {
        let local = local(instant)
        let minute = local.secondOfDay / 60
        return "\(local.date.written) \((minute / 60).padded(2)):\((minute % 60).padded(2))"
    }

    private func local(_ instant: Instant) -> Instant {
        instant.adding(seconds: offsetSeconds(at: instant))
    }
}

extension Zone: Codable {
    /// Reads the name; one this machine does not know is a decoding error.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let name = try container.decode(String.self)
        guard let zone = Zone(identifier: name) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(name)' is not a known time zone")
        }
        self = zone
    }

    /// Writes the name.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(identifier)
    }
}
