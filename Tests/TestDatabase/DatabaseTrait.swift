// Ino: the stakeholder coordination message broker.
// SPDX-License-Identifier: Apache-2.0

public import Testing

/// Gives each test a database of its own: `@Suite(.database)`, then `TestDatabase.current` in the test.
public struct DatabaseTrait: TestTrait, SuiteTrait, TestScoping {
    let migrated: Bool

    /// On a suite it is for each test of it.
    public var isRecursive: Bool { true }

    /// Runs a test with its database.
    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await TestDatabase.withDatabase(migrated: migrated) { database in
            try await TestDatabase.$scoped.withValue(database) { try await function() }
        }
    }
}

extension Trait where Self == DatabaseTrait {
    /// A migrated database for each test.
    public static var database: Self { DatabaseTrait(migrated: true) }
    /// An empty database for each test.
    public static var bareDatabase: Self { DatabaseTrait(migrated: false) }
}

extension TestDatabase {
    @TaskLocal static var scoped: TestDatabase?

    /// The database of the test that is running, which has the trait `.database` or `.bareDatabase`.
    public static var current: TestDatabase {
        get throws {
            guard let scoped else { throw ClusterFailure(sentence: "The test lacks the trait .database.") }
            return scoped
        }
    }
}
