// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import NIOPosix
import Testing
import Wire

@testable import inod

@Suite struct RequestTimeoutTests {
    @Test func aRequestThatTakesTooLongIsAnsweredThatItMayBeRepeated() async throws {
        let problem = await #expect(throws: Problem.self) {
            try await within(.milliseconds(10), by: .singletonMultiThreadedEventLoopGroup.any()) {
                try await Task.sleep(for: .seconds(3600))
            }
        }
        #expect(problem?.code == "timeout")
        #expect(problem?.retryable == true)
    }
}
