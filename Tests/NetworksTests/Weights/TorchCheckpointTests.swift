import Foundation
import Networks
import Testing

/// Checkpoints that torch.save wrote are read as torch reads them.
@Suite struct TorchCheckpointTests {
  @Test func weightsAreThoseOfTorch() throws {
    let checkpoint = try TorchCheckpoint.read(path: CheckpointFixture.path("normal.pth"))
    let peer = try SafetensorsFile.read(path: CheckpointFixture.path("normal.safetensors"))
    #expect(checkpoint.weights == peer.weights)
    #expect(checkpoint.weights.names.count == 15)
  }

  @Test func factsBesideTheWeightsAreRead() throws {
    let checkpoint = try TorchCheckpoint.read(path: CheckpointFixture.path("normal.pth"))
    #expect(checkpoint.trainerName == "nnUNetTrainerNoMirroring")
    #expect(checkpoint.mirroringAxes == [0, 1, 2])
    #expect(checkpoint.epoch == 12)
  }

  @Test func whatWasNotReadIsNamed() throws {
    let checkpoint = try TorchCheckpoint.read(path: CheckpointFixture.path("normal.pth"))
    #expect(
      checkpoint.skipped == ["_best_ema", "grad_scaler_state", "init_args", "logging", "optimizer_state"])
    #expect(
      checkpoint.unknown == [
        "__builtin__.set", "numpy._core.multiarray._reconstruct", "torch.Size", "torch.device",
      ])
  }

  @Test func prefixesOfWrappersAreTakenOff() throws {
    let checkpoint = try TorchCheckpoint.read(path: CheckpointFixture.path("prefixed.pth"))
    let peer = try SafetensorsFile.read(path: CheckpointFixture.path("normal.safetensors"))
    #expect(checkpoint.weights == peer.weights)
    #expect(checkpoint.mirroringAxes == nil && checkpoint.epoch == 7)
  }

  @Test func elementTypesAndViewsAreThoseOfTorch() throws {
    let checkpoint = try TorchCheckpoint.read(path: CheckpointFixture.path("types.pth"))
    let peer = try SafetensorsFile.read(path: CheckpointFixture.path("types.safetensors"))
    #expect(checkpoint.weights == peer.weights)
    #expect(checkpoint.weights["view.transposed"]?.shape == [4, 5, 6])
    #expect(checkpoint.weights["empty"]?.shape == [0, 3])
  }

  @Test(arguments: ["hand.pth", "zip64.pth", "deep.pth", "cycle.pth"])
  func unusualButSoundFilesAreRead(_ name: String) throws {
    let checkpoint = try TorchCheckpoint.read(path: CheckpointFixture.path(name))
    #expect(checkpoint.weights["encoder.a"] == WeightTensor(shape: [2, 3], values: [0, 1, 2, 3, 4, 5]))
  }

  @Test(arguments: refusals.map(\.0))
  func hostileFilesAreRefusedForWhatIsWrong(_ name: String) throws {
    let path = try CheckpointFixture.path(name)
    let error = #expect(throws: CheckpointError.self) { try TorchCheckpoint.read(path: path) }
    let expected = try #require(Self.refusals.first { $0.0 == name }).1
    #expect(error?.problem == expected)
    let sentence = error?.description ?? ""
    #expect(sentence.contains(name) && !sentence.unicodeScalars.contains { $0.value < 0x20 })
  }

  @Test func everyHostileFixtureIsInTheTable() throws {
    let sound: Set = [
      "normal.pth", "prefixed.pth", "types.pth", "hand.pth", "zip64.pth", "deep.pth", "cycle.pth",
    ]
    let folder = try CheckpointFixture.path("")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".pth") }
    #expect(Set(files) == sound.union(Self.refusals.map(\.0)))
  }

  @Test func missingFilesFoldersAndPipesAreNoCheckpoints() throws {
    let scratch = try ScratchFolder()
    let pipe = scratch.path + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    for path in ["/nowhere/checkpoint.pth", scratch.path, pipe] {
      let error = #expect(throws: CheckpointError.self) { try TorchCheckpoint.read(path: path) }
      guard case .unreadable(let cause) = error?.problem else {
        Issue.record("\(path): \(String(describing: error))")
        continue
      }
      #expect(cause.file == path)
    }
  }

  /// What is wrong with each hostile fixture.
  static let refusals: [(String, CheckpointError.Problem)] = archives + tensors + pickles + fields

  private static let archives: [(String, CheckpointError.Problem)] = [
    ("legacy.pth", .legacyFormat),
    ("empty.pth", .notAnArchive),
    ("truncated.pth", .notAnArchive),
    ("comment.pth", .notAnArchive),
    ("prefixed_file.pth", .notAnArchive),
    ("deflated.pth", .archive(entry: "a/data/0", .notStored)),
    ("encrypted.pth", .archive(entry: "a/data/0", .notStored)),
    ("huge.pth", .archive(entry: "a/data/0", .misplaced)),
    ("huge64.pth", .archive(entry: "a/data/0", .misplaced)),
    ("wrong_crc.pth", .archive(entry: "a/data/0", .wrongChecksum)),
    ("headers_differ.pth", .archive(entry: "a/data/0", .headersDiffer)),
    ("names_differ.pth", .archive(entry: "a/data/0", .headersDiffer)),
    ("duplicate.pth", .archive(entry: "a/data.pkl", .duplicateName)),
    ("two_pickles.pth", .archive(entry: "data.pkl", .duplicateName)),
    ("parent.pth", .archive(entry: "a/../../evil", .unsafeName)),
    ("absolute.pth", .archive(entry: "/etc/evil", .unsafeName)),
    ("escape_name.pth", .archive(entry: "a/?[2J", .unsafeName)),
    ("overlap.pth", .archive(entry: "a/data.pkl2", .headersDiffer)),
    ("same_bytes.pth", .archive(entry: "a/data/0", .misplaced)),
    ("beyond.pth", .archive(entry: "a/x", .misplaced)),
    ("big_endian.pth", .archive(entry: "byteorder", .bigEndian)),
    ("no_pickle.pth", .archive(entry: "data.pkl", .missing)),
  ]

  private static let tensors: [(String, CheckpointError.Problem)] = [
    ("missing_storage.pth", .tensor("encoder.a", .missingStorage("0"))),
    ("nan.pth", .tensor("encoder.bad", .notFinite)),
    ("infinite.pth", .tensor("encoder.bad", .notFinite)),
    ("overflow.pth", .tensor("encoder.bad", .notFinite)),
    ("integer.pth", .tensor("encoder.count", .unsupportedType("LongStorage"))),
    ("none.pth", .tensor("encoder.none", .notATensor("None"))),
    ("unknown_weight.pth", .tensor("encoder.type", .notATensor("collections.Counter"))),
    ("same_name.pth", .tensor("a", .duplicateName)),
    ("bad_name.pth", .tensor("encoder.bro?[2Jken", .badName)),
    ("expanded.pth", .tensor("encoder.expanded", .badStrides)),
    ("tensor_storage_too_small.pth", .tensor("encoder.a", .wrongSize(found: 24, expected: 28))),
    ("tensor_offset.pth", .tensor("encoder.a", .outOfBounds)),
    ("tensor_negative_offset.pth", .tensor("encoder.a", .outOfBounds)),
    ("tensor_stride_beyond.pth", .tensor("encoder.a", .outOfBounds)),
    ("tensor_stride_overflow.pth", .tensor("encoder.a", .outOfBounds)),
    ("tensor_negative_stride.pth", .tensor("encoder.a", .badStrides)),
    ("tensor_zero_stride.pth", .tensor("encoder.a", .badStrides)),
    ("tensor_overlapping.pth", .tensor("encoder.a", .badStrides)),
    ("tensor_shape_overflow.pth", .tensor("encoder.a", .badShape)),
    ("tensor_negative_shape.pth", .tensor("encoder.a", .badShape)),
    ("tensor_strides_count.pth", .tensor("encoder.a", .badStrides)),
    ("tensor_count_overflow.pth", .tensor("encoder.a", .wrongSize(found: 24, expected: .max))),
    ("tensor_other_storage.pth", .tensor("encoder.a", .unsupportedType("LongStorage"))),
    ("tensor_key.pth", .tensor("encoder.a", .missingStorage("../0"))),
    ("tensor_quantized.pth", .tensor("encoder.a", .notATensor("torch._utils._rebuild_qtensor"))),
    ("pickle_same_tensor.pth", .tensor("a", .duplicateName)),
  ]

  private static let pickles: [(String, CheckpointError.Problem)] = [
    ("tensor_rank.pth", .pickle(offset: 356, .wrongOperand("torch._utils._rebuild_tensor_v2"))),
    ("pickle_system.pth", .pickle(offset: 10, .call("os.system"))),
    ("pickle_posix.pth", .pickle(offset: 40, .call("posix.system"))),
    ("pickle_eval.pth", .pickle(offset: 10, .call("__builtin__.eval"))),
    ("pickle_nested_load.pth", .pickle(offset: 10, .call("torch.load"))),
    ("pickle_stack_global.pth", .pickle(offset: 28, .unknownOperation(0x93))),
    ("pickle_instance.pth", .pickle(offset: 25, .unknownOperation(0x69))),
    ("pickle_set_on_list.pth", .pickle(offset: 16, .wrongOperand("SETITEMS"))),
    ("pickle_append_on_dictionary.pth", .pickle(offset: 9, .wrongOperand("APPEND"))),
    ("pickle_reduce_on_text.pth", .pickle(offset: 9, .wrongOperand("REDUCE"))),
    ("pickle_tensor_of_text.pth", .pickle(offset: 99, .wrongOperand("torch._utils._rebuild_tensor_v2"))),
    ("pickle_person.pth", .pickle(offset: 8, .badStorage)),
    ("pickle_memo.pth", .pickle(offset: 3, .badMemo)),
    ("pickle_recall.pth", .pickle(offset: 2, .badMemo)),
    ("pickle_empty_stack.pth", .pickle(offset: 2, .emptyStack)),
    ("pickle_under_mark.pth", .pickle(offset: 4, .emptyStack)),
    ("pickle_text_length.pth", .pickle(offset: 2, .truncated)),
    ("pickle_not_text.pth", .pickle(offset: 2, .badText)),
    ("pickle_no_stop.pth", .pickle(offset: 3, .truncated)),
    ("pickle_protocol.pth", .pickle(offset: 0, .unknownOperation(0x80))),
    ("pickle_long_name.pth", .pickle(offset: 2, .badName)),
    ("pickle_escape_symbol.pth", .pickle(offset: 2, .badName)),
  ]

  private static let fields: [(String, CheckpointError.Problem)] = [
    ("no_weights.pth", .field("network_weights", .missing)),
    ("list_weights.pth", .field("network_weights", .wrongKind(expected: "a dictionary"))),
    ("list.pth", .field("the checkpoint", .wrongKind(expected: "a dictionary"))),
    ("pickle_itself.pth", .field("the checkpoint", .wrongKind(expected: "a dictionary"))),
    ("pickle_twice.pth", .field("network_weights", .duplicate)),
    (
      "pickle_axes.pth",
      .field(
        "inference_allowed_mirroring_axes", .invalid(expected: "None or different axes from 0 to 2"))
    ),
    ("pickle_epoch.pth", .field("current_epoch", .invalid(expected: "a whole number from 0"))),
    ("pickle_trainer.pth", .field("trainer_name", .wrongKind(expected: "text"))),
  ]
}
