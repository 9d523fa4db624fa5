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
        // SHA-256 of messages and tokens.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    ],
    targets: [
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
