// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Wire

/// The session of an inbox that this command holds while it reads.
struct HeldSession: Sendable {
    let number: Int64
    let holder: String
    private let organisation: String?
    private let session: Session

    private static let seconds = 60

    /// Takes it, or fails with the name of who has it.
    static func take(as holder: String, organisation: String?, in session: Session) async throws -> HeldSession {
        let request = SessionRequest(organisation: organisation, holder: holder, seconds: seconds)
        let answer = try await session.client.write("/v1/inbox/sessions", body: request)
        let taken = try answer.decoded(as: SessionView.self)
        guard let number = taken.session else {
            throw Failure(exit: Exit.unexpected, "the daemon gave a session without a number")
        }
        let organisation = organisation.map { " --org \($0)" } ?? ""
        session.note("session \(number) is held · acknowledge: inoctl message ack\(organisation) --session \(number)")
        return HeldSession(number: number, holder: holder, organisation: request.organisation, session: session)
    }

    /// Renews it three times as often as needed, until it is lost or the task is cancelled.
    func keep() async throws {
        while true {
            try await Task.sleep(for: .seconds(Self.seconds / 3))
            try await change("renew")
        }
    }

    /// Gives it back, so that the next reader need not wait; one that is lost already is the next reader's.
    func release() async { try? await change("release") }

    private func change(_ act: String) async throws {
        _ = try await session.client.write(
            "/v1/inbox/sessions/\(number)/\(act)",
            body: SessionRequest(organisation: organisation, seconds: Self.seconds))
    }
}
