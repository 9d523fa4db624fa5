// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import Coordination
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// What is known about a request beside the request: its connection, its id and, once asked, who it is from.
struct APIContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel
    /// Names the request in the log, in the answer's header and in a problem.
    let requestID: String

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
        requestID = source.logger[metadataKey: "hb.request.id"]?.description ?? ""
    }

    /// The request came by the unix socket, so its peer can be asked of the kernel.
    var isLocal: Bool {
        if case .unixDomainSocket = channel.localAddress { true } else { false }
    }
}
