// swift-tools-version: 6.1
// The rooms of the house and the doors between them; Tests/ArchitectureTests reads the same table from ARCHITECTURE.md.

import PackageDescription

/// C is ours only in the shims; a warning there is a bug waiting.
let strictC: [CSetting] = [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]

/// Swift warnings are errors, so that `swift build` of a clean tree prints none.
let strictSwift: [SwiftSetting] = [.unsafeFlags(["-warnings-as-errors"])]

/// Rooms whose work is arithmetic over every voxel or weight are optimised in debug builds too: a phantom takes a
/// second instead of a minute, and the tests wait for it.
let fastSwift: [SwiftSetting] =
  strictSwift + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let package = Package(
  name: "fabrica",
  products: [.executable(name: "fabrica", targets: ["fabrica"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
  ],
  targets: [
    // System libraries and what Swift cannot call: each with a C shim of inline functions, no policy.
    .target(name: "CSystem", cSettings: strictC),
    .target(
      name: "CNCurses", cSettings: strictC,
      linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(
      name: "CNifti", cSettings: strictC,
      linkerSettings: [
        .linkedLibrary("nifti2"), .linkedLibrary("znz"), .linkedLibrary("z"), .linkedLibrary("m"),
      ]),
    .target(
      name: "CDeflate", cSettings: strictC,
      linkerSettings: [.linkedLibrary("deflate"), .linkedLibrary("isal")]),
    // Always optimised: unoptimised kernels would make every debug test run minutes long.
    .target(
      name: "CKernels", cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror", "-O3"])],
      linkerSettings: [.linkedLibrary("m")]),
    .target(name: "CPNG", cSettings: strictC, linkerSettings: [.linkedLibrary("png")]),

    .target(name: "COpenSSL", cSettings: strictC, linkerSettings: [.linkedLibrary("crypto")]),

    .target(name: "Storage", dependencies: ["COpenSSL"], swiftSettings: strictSwift),
    .target(name: "Anatomy", swiftSettings: strictSwift),
    .target(
      name: "Imaging", dependencies: ["Storage", "Anatomy", "CNifti", "CDeflate", "CPNG", "CSystem"],
      swiftSettings: strictSwift),
    .target(name: "Tensors", dependencies: ["CKernels"], swiftSettings: strictSwift),
    .target(
      name: "Networks", dependencies: ["Tensors", "Storage", "Anatomy", "CDeflate"],
      swiftSettings: fastSwift),
    .target(
      name: "Segmentation",
      dependencies: ["Networks", "Tensors", "Imaging", "Storage", "Anatomy", "CKernels"],
      swiftSettings: fastSwift),
    .target(
      name: "Learning",
      dependencies: ["Segmentation", "Networks", "Tensors", "Imaging", "Storage", "Anatomy"],
      swiftSettings: fastSwift),
    .target(name: "Phantoms", dependencies: ["Imaging", "Storage", "Anatomy"], swiftSettings: fastSwift),
    .target(
      name: "Experiments",
      dependencies: [
        "Learning", "Phantoms", "Segmentation", "Networks", "Tensors", "Imaging", "Storage", "Anatomy",
      ],
      swiftSettings: strictSwift),
    .target(
      name: "TerminalKit", dependencies: ["CNCurses", "CSystem", "TOMLKit"],
      swiftSettings: strictSwift),
    .target(
      name: "Workstation",
      dependencies: [
        "TerminalKit", "Segmentation", "Networks", "Tensors", "Imaging", "Storage", "Anatomy", "CSystem",
      ],
      swiftSettings: strictSwift),
    .executableTarget(
      name: "fabrica",
      dependencies: [
        "Workstation", "Experiments", "Learning", "Phantoms", "Segmentation", "Networks", "Tensors",
        "Imaging",
        "Storage", "Anatomy", "TerminalKit",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strictSwift),

    .testTarget(name: "AnatomyTests", dependencies: ["Anatomy"], swiftSettings: strictSwift),
    .testTarget(
      name: "ImagingTests", dependencies: ["Imaging", "Storage", "Anatomy"],
      resources: [.copy("Fixtures")], swiftSettings: strictSwift),
    // A small program on a screen, for the tests that need one to die in every way.
    .executableTarget(
      name: "TerminalProbe", dependencies: ["TerminalKit", "CSystem"], path: "Tests/TerminalProbe",
      swiftSettings: strictSwift),
    .testTarget(
      name: "PhantomsTests", dependencies: ["Phantoms", "Imaging", "Anatomy"], swiftSettings: strictSwift),
    .testTarget(
      name: "TensorsTests", dependencies: ["Tensors", "CKernels"],
      resources: [.copy("Fixtures")], swiftSettings: strictSwift),
    .testTarget(name: "StorageTests", dependencies: ["Storage"], swiftSettings: strictSwift),
    .testTarget(
      name: "NetworksTests", dependencies: ["Networks", "Tensors", "Storage", "Anatomy"],
      resources: [.copy("Fixtures")], swiftSettings: strictSwift),
    .testTarget(
      name: "LearningTests",
      dependencies: [
        "Learning", "Segmentation", "Networks", "Tensors", "Phantoms", "Imaging", "Storage", "Anatomy",
      ],
      resources: [.copy("Fixtures")], swiftSettings: strictSwift),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: [
        "Experiments", "Learning", "Networks", "Tensors", "Phantoms", "Imaging", "Storage", "Anatomy",
      ],
      swiftSettings: strictSwift),
    .testTarget(
      name: "SegmentationTests",
      dependencies: ["Segmentation", "Networks", "Tensors", "Imaging", "Phantoms", "Anatomy"],
      resources: [.copy("Fixtures")], swiftSettings: strictSwift),
    .testTarget(
      name: "TerminalKitTests", dependencies: ["TerminalKit", "CSystem", "TerminalProbe"],
      swiftSettings: strictSwift),
    .testTarget(
      name: "WorkstationTests",
      dependencies: ["Workstation", "Phantoms", "TerminalKit", "Imaging", "Anatomy"],
      swiftSettings: strictSwift),
    .testTarget(
      name: "StoryTests", dependencies: ["fabrica", "CSystem", "Phantoms", "Networks", "Imaging"],
      swiftSettings: strictSwift),
    .testTarget(name: "ArchitectureTests", swiftSettings: strictSwift),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c17
)
