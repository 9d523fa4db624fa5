// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Logging
import ServiceLifecycle
import Store

/// Looks after the schema: tells systemd and the log what is missing and which command mends it, goes on alone once it
/// is mended, and ends the daemon when the database is too new for it.
struct SchemaWatch: Service {
    let store: Store
    let manager: ServiceManager
    let logger: Logger
    let listeners: String

    /// Ends at graceful stop.
    func run() async throws {
        var said = ""
        for await _ in AsyncTimer(interval: .seconds(1)).cancelOnGracefulShutdown() {
            let sentence = try await look()
            guard sentence != said else { continue }
            said = sentence
            manager.send(.status(sentence))
            logger.notice("\(sentence)")
        }
    }

    private func look() async throws -> String {
        do {
            let schema = try await store.schemaState()
            switch schema.state {
            case .tooNew: throw ServeError.tooNew(schema.sentence)
            case .current, .ahead: return "serving \(listeners)"
            case .behind, .broken: return schema.sentence
            }
        } catch let error as ServeError {
            throw error
        } catch {
            return "waiting for PostgreSQL: \((error as? StoreError)?.sentence ?? "\(error)")"
        }
    }
}

/// Why the daemon ends by itself.
enum ServeError: Error {
    /// The schema is two steps or more ahead of this binary.
    case tooNew(String)
}
