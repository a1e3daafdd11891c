import Anatomy
import Imaging
import Networks
import Storage

/// Which ids the labels of a model's decoders get in one label map, and which of them are wanted.
///
/// A model with one decoder keeps its channels as ids, so that results compare with other programs'. Several
/// decoders get blocks of ids one after the other in the model's order, as TotalSegmentator's parts do; an organ that
/// an earlier decoder of the same encoder knows by the same name keeps that one's id.
struct LabelAssignment {
  /// A decoder that runs.
  struct Part {
    /// Its places in the manifest.
    let member: Int, decoder: Int
    /// The id of every channel, 0 for background and for labels that are not wanted.
    let ids: [UInt16]
    /// Whether an id is its channel throughout.
    var isIdentity: Bool { ids.enumerated().allSatisfy { $0.offset == Int($0.element) } }
  }

  /// The decoders that have something that is wanted, in the model's order.
  let parts: [Part]
  /// Every label the result may have.
  let table: LabelTable

  /// The assignment for a model; `organs` nil wants all, `decoders` nil hears all.
  ///
  /// Decoders that are not heard get no ids: a model of which one is heard keeps that one's channels.
  init(
    _ manifest: ModelManifest, organs: [String]?, decoders: [String]? = nil, model: String
  ) throws(SegmenterError) {
    try Self.check(decoders, manifest, model: model)
    let wanted = try organs.map { names throws(SegmenterError) in
      try Wanted(names, manifest, model: model)
    }
    var parts: [Part] = [], pairs: [(id: Int, name: String)] = [], offset = 0
    for (memberIndex, member) in manifest.members.enumerated() {
      var known: [String] = []
      for (decoderIndex, decoder) in member.decoders.enumerated()
      where decoders?.contains(member.name(of: decoder)) ?? true {
        var ids = [UInt16](repeating: 0, count: decoder.labels.count + 1)
        for label in decoder.labels {
          let place = known.firstIndex(of: label.name)
          if place == nil { known.append(label.name) }
          guard wanted?.contains(label) ?? true else { continue }
          let number = offset + (place ?? known.count - 1) + 1
          guard ids.indices.contains(label.channel), let id = UInt16(exactly: number) else {
            throw .tooManyLabels(number, model: model)
          }
          ids[label.channel] = id
          if !pairs.contains(where: { $0.id == number }) { pairs.append((id: number, name: label.name)) }
        }
        if ids.contains(where: { $0 > 0 }) {
          parts.append(Part(member: memberIndex, decoder: decoderIndex, ids: ids))
        }
      }
      offset += known.count
    }
    self.parts = parts
    table = .named(pairs)
  }

  private static func check(
    _ decoders: [String]?, _ manifest: ModelManifest, model: String
  ) throws(SegmenterError) {
    let known = manifest.members.flatMap { member in member.decoders.map(member.name) }
    if let stranger = decoders?.first(where: { !known.contains($0) }) {
      throw .noSuchDecoder(stranger, model: model, known: known)
    }
  }

  /// How ids are held.
  var scalar: VoxelBuffer.Scalar { table.highestID < 256 ? .uint8 : .uint16 }

  /// The names that were asked for, resolved.
  private struct Wanted {
    private var names: Set<String> = []

    init(_ asked: [String], _ manifest: ModelManifest, model: String) throws(SegmenterError) {
      let labels = manifest.members.flatMap(\.decoders).flatMap(\.labels)
      for name in asked {
        let organ = OrganCatalogue.organ(named: name)?.id
        let found = labels.filter { $0.name == name || ($0.organ != nil && $0.organ == organ) }
        guard !found.isEmpty else {
          let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }
          let similar = labels.map(\.name).filter { candidate in
            words.contains { candidate.lowercased().contains($0) }
          }
          throw .noSuchOrgan(name, model: model, similar: Array(similar.prefix(4)))
        }
        names.formUnion(found.map(\.name))
      }
    }

    func contains(_ label: ModelLabel) -> Bool { names.contains(label.name) }
  }
}
