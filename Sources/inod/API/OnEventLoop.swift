// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

import HummingbirdCore
import Logging
import NIOCore

/// Serves each connection on its own event loop: a request is read, understood and answered on the thread that its bytes
/// came to. Most of what a short request costs is going from thread to thread.
///
/// Whatever holds a thread for more than a moment belongs elsewhere, since the connections of one loop wait for one
/// another; see `Routes.Weight`.
struct OnEventLoop<Base: ServerChildChannel>: ServerChildChannel where Base.Value: LoopBound {
    let base: Base

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        base.setup(channel: channel, logger: logger)
    }

    func handle(value: Base.Value, logger: Logger) async {
        await withTaskExecutorPreference(EventLoopExecutor(value.eventLoop)) {
            await base.handle(value: value, logger: logger)
        }
    }
}

/// What is served by one event loop.
protocol LoopBound {
    var eventLoop: any EventLoop { get }
}

extension NIOAsyncChannel: LoopBound {
    var eventLoop: any EventLoop { channel.eventLoop }
}

/// Runs the jobs of tasks on an event loop.
final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    /// The executor of one loop; whoever uses it keeps it as long as its tasks run.
    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
