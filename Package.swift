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
    targets: [
        .target(name: "Coordination", swiftSettings: settings),
        .testTarget(name: "CoordinationTests", dependencies: ["Coordination"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
