/// Finding models below a folder.
extension NNUNetFolder {
  /// The models that a path means: one, or the parts that TotalSegmentator's 1.5 mm model is made of.
  ///
  /// The path may name a trainer's folder, a data set's (`3d_fullres` comes first there), a folder of data sets, or
  /// TotalSegmentator's own (`~/.totalsegmentator`). What is ambiguous is refused with the choices.
  /// - Throws: `.noFolder`, `.noModel`, `.severalModels`.
  public static func search(_ path: String) throws(ImportError) -> [NNUNetFolder] {
    let path = FolderContents.trimmed(path)
    guard FolderContents.isFolder(path) else { throw ImportError(path, .noFolder) }
    if isModel(path) { return [NNUNetFolder(path)] }
    if !models(in: path).isEmpty { return [try preferred(in: path)] }
    for place in ["", "/results", "/nnunet/results", "/.totalsegmentator/nnunet/results"] {
      let datasets = FolderContents.folders(in: path + place).map { "\(path)\(place)/\($0)" }
        .filter { !models(in: $0).isEmpty }
      if datasets.isEmpty { continue }
      let groups = together(datasets)
      guard groups.count == 1 else {
        throw ImportError(path + place, .severalModels(datasets.map(FolderContents.name)))
      }
      var parts: [NNUNetFolder] = []
      for dataset in groups[0] { parts.append(try preferred(in: dataset)) }
      return parts
    }
    throw ImportError(path, .noModel)
  }

  private static func isModel(_ path: String) -> Bool { FolderContents.isFile(path + "/plans.json") }

  private static func models(in path: String) -> [String] {
    FolderContents.folders(in: path).map { "\(path)/\($0)" }.filter(isModel)
  }

  /// The only model of a data set's folder, or its only one at full resolution.
  private static func preferred(in path: String) throws(ImportError) -> NNUNetFolder {
    let models = models(in: path).map(NNUNetFolder.init)
    let full = models.filter { $0.configuration == "3d_fullres" }
    let choice = full.isEmpty ? models : full
    guard let only = choice.first, choice.count == 1 else {
      throw ImportError(path, .severalModels(choice.map { FolderContents.name($0.path) }))
    }
    return only
  }

  /// Data sets that are one model together: the parts (`_part1_`, ...) whose numbers lie in the same ten.
  private static func together(_ datasets: [String]) -> [[String]] {
    var groups: [(ten: Int?, paths: [String])] = []
    for path in datasets {
      let ten = partsTen(FolderContents.name(path))
      if let ten, let place = groups.firstIndex(where: { $0.ten == ten }) {
        groups[place].paths.append(path)
      } else {
        groups.append((ten, [path]))
      }
    }
    return groups.map(\.paths)
  }

  /// 29 for `Dataset291_TotalSegmentator_part1_organs_1559subj`, nil for what is no part.
  private static func partsTen(_ name: String) -> Int? {
    guard isDataset(name), let part = name.firstRange(of: "_part"),
      name[part.upperBound...].first?.isNumber == true
    else { return nil }
    return Int(name.dropFirst(7).prefix { $0.isNumber }).map { $0 / 10 }
  }
}
