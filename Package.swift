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
    dependencies: [
        // The HTTP server, and its services' start and graceful stop.
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        // SHA-256 of messages and tokens.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
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
        .testTarget(name: "CoordinationTests", dependencies: ["Coordination"], swiftSettings: settings),
        .testTarget(
            name: "EvidenceTests", dependencies: ["Coordination", "Evidence"], resources: [.embedInCode("Vectors")],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
