import Foundation
import Testing

@testable import Networks

/// Damaged weight files end in a typed error or in the same data, never in a trap and never in other weights.
@Suite struct WeightFileDamageTests {
  private static func flipped(_ bytes: [UInt8], bit: Int) -> [UInt8] {
    var result = bytes
    result[bit / 8] ^= 1 << UInt8(bit % 8)
    return result
  }

  /// Reads what is damaged; anything but a typed error is recorded by the test that throws it.
  private func survives(_ bytes: [UInt8], _ scratch: ScratchFolder, _ sound: WeightTable) throws -> Bool {
    let path = try scratch.file("damaged.pth", bytes)
    do throws(CheckpointError) { return try TorchCheckpoint.read(path: path).weights == sound } catch {
      return true
    }
  }

  @Test func everyFlippedBitOfACheckpointIsFoundOrMeansNothing() throws {
    let scratch = try ScratchFolder()
    let bytes = try CheckpointFixture.bytes("hand.pth")
    let sound = try TorchCheckpoint.read(path: CheckpointFixture.path("hand.pth")).weights
    for bit in 0..<bytes.count * 8 {
      #expect(try survives(Self.flipped(bytes, bit: bit), scratch, sound), "bit \(bit)")
    }
  }

  @Test func damageToACheckpointOfTorchIsFoundOrMeansNothing() throws {
    let scratch = try ScratchFolder()
    let bytes = try CheckpointFixture.bytes("normal.pth")
    let sound = try TorchCheckpoint.read(path: CheckpointFixture.path("normal.pth")).weights
    var numbers = SeededNumbers(state: 1)
    for round in 0..<1500 {
      var damaged = bytes
      switch round % 3 {
      case 0: damaged = Self.flipped(bytes, bit: .random(in: 0..<bytes.count * 8, using: &numbers))
      case 1: damaged.removeLast(.random(in: 1..<bytes.count, using: &numbers))
      default:
        let start = Int.random(in: 0..<bytes.count - 8, using: &numbers)
        for index in start..<start + 8 { damaged[index] = .random(in: 0...255, using: &numbers) }
      }
      #expect(try survives(damaged, scratch, sound), "round \(round)")
    }
  }

  @Test func pickleWithAnyByteChangedIsReadOrRefused() throws {
    let archive = try StoredArchive(RandomAccessFile(path: CheckpointFixture.path("normal.pth")))
    let bytes = try archive.content(of: "normal/data.pkl")
    let (whole, _) = try PickleInterpreter.read(bytes)
    #expect(whole != .none)
    var numbers = SeededNumbers(state: 2)
    var refused = 0
    for round in 0..<6000 {
      var damaged = bytes
      for _ in 0...round % 3 {
        damaged[.random(in: 0..<bytes.count, using: &numbers)] = .random(in: 0...255, using: &numbers)
      }
      if (try? PickleInterpreter.read(damaged)) == nil { refused += 1 }
    }
    // Most bytes are letters of names and digits of numbers, where another one is as good.
    #expect(refused > 500 && refused < 6000)
  }

  @Test func tensorsWithLyingNumbersNeverReachOutsideOfTheirStorage() throws {
    let scratch = try ScratchFolder()
    let archive = try StoredArchive(RandomAccessFile(path: CheckpointFixture.path("types.pth")))
    let pickle = try archive.content(of: "types/data.pkl")
    let whole = try CheckpointFixture.bytes("types.pth")
    let start = try #require(archive.entries["types/data.pkl"]).start
    var numbers = SeededNumbers(state: 3)
    var readable = 0
    for _ in 0..<1500 {
      var damaged = pickle
      damaged[.random(in: 0..<pickle.count, using: &numbers)] = .random(in: 0...255, using: &numbers)
      let path = try scratch.file("lie.pth", whole.replacing(damaged, at: start))
      do throws(CheckpointError) {
        _ = try TorchCheckpoint.read(path: path)
        readable += 1
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
    #expect(readable > 0)
  }

  @Test func everyFlippedBitOfASafetensorsFileIsReadOrRefused() throws {
    let scratch = try ScratchFolder()
    let bytes = try CheckpointFixture.bytes("stored_types.safetensors")
    for bit in 0..<bytes.count * 8 {
      let path = try scratch.file("damaged", Self.flipped(bytes, bit: bit))
      do throws(SafetensorsError) {
        // Values have no checksum in this format, but there can be no more of them than before.
        #expect(try SafetensorsFile.read(path: path).weights.parameterCount <= bytes.count / 2)
      } catch { #expect(!error.description.isEmpty) }
    }
  }
}

extension [UInt8] {
  /// These bytes of an archive with the entry's content at `start` replaced and its CRC-32 put right everywhere.
  fileprivate func replacing(_ content: [UInt8], at start: Int) -> [UInt8] {
    func words(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    let old = words(Self.checksum(Array(self[start..<start + content.count])))
    let new = words(Self.checksum(content))
    var result = self
    for index in 0...count - 4 where Array(self[index..<index + 4]) == old {
      result.replaceSubrange(index..<index + 4, with: new)
    }
    result.replaceSubrange(start..<start + content.count, with: content)
    return result
  }

  /// CRC-32 as zip has it, bit by bit.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var rest: UInt32 = 0xffff_ffff
    for byte in bytes {
      rest ^= UInt32(byte)
      for _ in 0..<8 { rest = rest >> 1 ^ (rest & 1 == 1 ? 0xedb8_8320 : 0) }
    }
    return ~rest
  }
}
