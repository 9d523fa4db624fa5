// swift-tools-version: 6.2
// Ino: the stakeholder coordination message broker of an innovation programme.
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "ino",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "inod", targets: ["inod"]),
        .executable(name: "inoctl", targets: ["inoctl"]),
    ],
    dependencies: [
        // The HTTP server, and its services' start and graceful stop.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        // The HTTP client of the CLI, TCP and unix socket alike, and of webhooks: no redirects, the address pinned.
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        // TLS of webhooks, as the HTTP client has it: whom to trust, and its errors told in a sentence.
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        // Settings: one reader for flags, environment and file; TOML for its error messages.
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // Instructions and messages written by hand in a file: line and column in its errors.
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        // SHA-256 of messages and tokens; webhooks' signatures, and the seal of their secrets.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        // Starts the embedded PostgreSQL; a bare fork is not safe beside threads.
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(
            name: "Postgres",
            dependencies: [
                "CLibPQ",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings + [.strictMemorySafety()]
        ),
        .target(name: "Coordination", swiftSettings: settings),
        .target(
            name: "Evidence",
            dependencies: [.product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: settings
        ),
        // Migrations, report views and reference data become string literals of one generated file: the compiler takes
        // those in well under a second, where byte literals of the same size take it half a minute.
        .executableTarget(name: "EmbedText", path: "sql/embed/tool", swiftSettings: settings),
        .plugin(
            name: "EmbedSQL", capability: .buildTool(), dependencies: ["EmbedText"], path: "sql/embed/plugin"),
        .target(
            name: "Schema",
            path: "sql",
            exclude: ["embed", "migrations", "reports", "reference", "roles.sql"],
            swiftSettings: settings,
            plugins: ["EmbedSQL"]
        ),
        .target(
            name: "Store",
            dependencies: [
                "Coordination", "Evidence", "Postgres", "Schema",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Broker",
            dependencies: [
                "Coordination", "Store",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .target(name: "Wire", dependencies: ["Coordination"], swiftSettings: settings),
        .target(
            name: "Manual",
            dependencies: ["Wire", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "inod",
            dependencies: [
                "Broker", "Coordination", "Evidence", "Manual", "Postgres", "Schema", "Store", "Wire",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "TOMLKit", package: "TOMLKit"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "inoctl",
            dependencies: [
                "Coordination", "Evidence", "Manual", "Wire",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "TOMLKit", package: "TOMLKit"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "TestDatabase",
            dependencies: [
                "Postgres", "Schema", "Store",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            path: "Tests/TestDatabase",
            resources: [
                .embedInCode("ReportData.sql"), .embedInCode("ReportDataApprovals.sql"),
                .embedInCode("ReportDataRegister.sql"), .embedInCode("ReportDataUses.sql"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "Postgres", "Schema", "Store", "TestDatabase",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/Benchmarks", swiftSettings: settings),
        .testTarget(
            name: "PostgresTests", dependencies: ["Postgres", "CLibPQ", "TestDatabase"], swiftSettings: settings),
        .testTarget(name: "CoordinationTests", dependencies: ["Coordination"], swiftSettings: settings),
        .testTarget(
            name: "EvidenceTests", dependencies: ["Coordination", "Evidence"], resources: [.embedInCode("Vectors")],
            swiftSettings: settings),
        .testTarget(
            name: "StoreTests",
            dependencies: ["Coordination", "Evidence", "Postgres", "Schema", "Store", "TestDatabase"],
            exclude: ["Golden"], swiftSettings: settings),
        .testTarget(
            name: "BrokerTests",
            dependencies: [
                "Broker", "Coordination", "Postgres", "Store", "TestDatabase",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "inodTests",
            dependencies: [
                "inod", "Broker", "Coordination", "Manual", "Postgres", "Schema", "Store", "TestDatabase", "Wire",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            exclude: ["Golden"], swiftSettings: settings),
        .testTarget(
            name: "CrashTests",
            dependencies: [
                "inod", "Postgres", "TestDatabase",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "inoctlTests", dependencies: ["inoctl", "Coordination", "Manual", "Wire"],
            exclude: ["Golden", "Recorded"],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
