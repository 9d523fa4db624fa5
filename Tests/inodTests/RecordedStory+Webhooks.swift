// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import HTTPTypes
import Wire

@testable import inod

extension RecordedStory {
    /// A webhook's life, and what another would not take.
    func webhooks(_ hooks: HookServer) async throws {
        let path = "/v1/webhooks"
        func add(_ command: String?, _ url: String, for body: String) async throws -> String {
            let made = try await keep(
                command, path, as: body,
                #"{"organisation":"\#(body)","url":"\#(url)","kinds":[],"programmes":[],"policy":"hold"}"#)
            return try StrictJSON.decodeAnswer(WebhookCreated.self, from: made).webhook.id.description
        }
        let id = try await add("webhook add", "\(hooks.url)/handshake", for: "tsu")
        func act(_ command: String, _ word: String, _ body: String? = nil) async throws {
            try await keep("webhook \(command)", "\(path)/\(id)/\(word)", as: "tsu", body)
        }
        try await act("pause", "pause", #"{"reason":"перенос сервера"}"#)
        try await act("resume", "resume")
        try await keep(
            "webhook edit", "\(path)/\(id)", by: .patch, as: "tsu", #"{"policy":"park"}"#, headers: ["If-Match": "r1"])
        try await act("test", "test")
        try await act("rotate", "rotate-secret")
        try await act("replay", "replay", #"{"from":1,"to":2}"#)
        try await ask("\(path)/\(id)/pause", as: "tsu", #"{"reason":"сервер закрыт"}"#)
        try await keep("webhook rm", "\(path)/\(id)", by: .delete, as: "tsu")

        _ = try await add(nil, "\(hooks.url)/full", for: "tpu")
        for text in ["Первое письмо.", "Второе письмо."] {
            try await ask(
                "/v1/messages?programme=ino-tomsk", as: "minekonom", #"{"recipients":["tpu"],"text":"\#(text)"}"#)
        }
        try await api.dispatching {
            var refused = 0
            for await event in hooks.arrivals where event.path == "/full" {
                refused += 1
                if refused == 2 { return }
            }
        }
        let list = try await ask("/v1/parked", by: .get, as: "tpu")
        let parked = try StrictJSON.decodeAnswer(Page<ParkedInfo>.self, from: list).items.map(\.id)
        try await parkedReadings(first: parked[0])
        try await keep("queue requeue", "/v1/parked/\(parked[0])/requeue", as: "tpu")
        try await keep("queue discard", "/v1/parked/\(parked[1])/discard", as: "tpu", #"{"reason":"устарело"}"#)
    }
}
