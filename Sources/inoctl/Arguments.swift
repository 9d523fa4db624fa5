// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Coordination

// The domain's values as they are typed on a command line.

extension CalendarDate: ExpressibleByArgument {
    /// Reads its text form.
    public init?(argument: String) { self.init(argument) }
}

extension Instant: ExpressibleByArgument {
    /// Reads its text form.
    public init?(argument: String) { self.init(argument) }
}

extension Identifier: ExpressibleByArgument {
    /// Reads its text form.
    public init?(argument: String) { self.init(argument) }
}

extension Mark: ExpressibleByArgument {
    /// Reads its text form.
    public init?(argument: String) { self.init(named: argument) }
}

extension Roubles: ExpressibleByArgument {
    /// Reads its text form, and what people write: `120 млн`.
    public init?(argument: String) { self.init(argument) }
}

extension ReceiptLevel: ExpressibleByArgument {
    /// Reads its text form.
    public init?(argument: String) { self.init(rawValue: argument) }
}
