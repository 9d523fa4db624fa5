// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Foundation
import HummingbirdTesting
import Store
import TestDatabase
import Testing

@testable import inod

/// What the published `cloudevents` library writes, `/v1/events` takes.
@Suite(.database, .timeLimit(.minutes(3))) struct PublishedSenderTests {
    @Test func thePublishedLibrarySendsInTheThreeModes() async throws {
        try await APIHarness.run { api in
            let printed = try Python.run(
                """
                import json, sys, urllib.request
                from cloudevents.core.bindings.http import to_binary_event, to_structured_event
                from cloudevents.core.v1.event import CloudEvent
                given = json.load(sys.stdin)

                def event(id, type):
                    return CloudEvent(
                        attributes={'specversion': '1.0', 'id': id, 'source': '/published', 'type': type,
                                    'subject': 'П-1', 'datacontenttype': 'application/json',
                                    'recipients': 'tsu,tpu:observer'},
                        data={'value': 'текст'})

                def post(headers, body):
                    request = urllib.request.Request(given['url'], data=body, method='POST', headers={
                        **headers, 'Authorization': 'Bearer ' + given['token']})
                    with urllib.request.urlopen(request) as answer:
                        print(answer.status, len(json.load(answer).get('items', [])))

                binary = to_binary_event(event('1', 'binary'))
                post(binary.headers, binary.body)
                post(binary.headers, binary.body)
                structured = to_structured_event(event('2', 'structured'))
                post(structured.headers, structured.body)
                batch = [to_structured_event(event(id, 'batch')).body.decode() for id in ('3', '4')]
                post({'Content-Type': 'application/cloudevents-batch+json'}, ('[' + ','.join(batch) + ']').encode())
                """,
                [
                    "url": "http://127.0.0.1:\(try #require(api.client.port))/v1/events",
                    "token": try #require(api.tokens["minekonom"]),
                ])
            #expect(printed == "201 0\n201 0\n201 0\n200 2\n")
            let inbox = try await api.store.inbox(of: "tpu", after: 0, limit: 100).items.map(\.message)
            let events = inbox.filter { $0.message.senderKey.hasPrefix("/published\n") }
            #expect(
                events.map(\.message.kind) == ["binary", "structured", "batch", "batch"], "the second was the first")
            for event in events {
                let data = try JSONSerialization.jsonObject(with: Data(event.message.body)) as? [String: String]
                #expect(data == ["value": "текст"])
                #expect(try await api.store.attributes(of: event.id)["subject"] == "П-1")
            }
        }
    }
}
