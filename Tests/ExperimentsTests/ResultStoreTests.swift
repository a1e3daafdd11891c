import Foundation
import Testing

@testable import Experiments

/// Results are kept whole, with what they were made by.
@Suite struct ResultStoreTests {
  private static func withStore(_ body: (ResultStore) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "fabrica-results-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(ResultStore(folder: folder + "/results"))
  }

  @Test func whatWasWrittenIsThere() throws {
    try Self.withStore { store in
      #expect(try !store.has("a", digest: "1"))
      #expect(throws: ExperimentError.missing(file: store.folder + "/a.json")) {
        try store.read("a", as: [Double].self, digest: "1")
      }
      try store.write([0.1, 1e-300], as: "a", digest: "1")
      #expect(try store.has("a", digest: "1"))
      #expect(try store.read("a", as: [Double].self, digest: "1") == [0.1, 1e-300])
    }
  }

  @Test func anotherRecipeIsRefused() throws {
    try Self.withStore { store in
      try store.write(1, as: "a", digest: "1")
      let refusal = ExperimentError.otherRecipe(file: store.folder + "/a.json")
      #expect(throws: refusal) { try store.has("a", digest: "2") }
      #expect(throws: refusal) { try store.read("a", as: Int.self, digest: "2") }
      #expect(throws: refusal) { try store.read("a", as: String.self, digest: "1") }
    }
  }
}
