/// How wide a planned network is: features double from stage to stage up to a bound.
public struct NetworkSize: Hashable, Sendable, Codable {
  /// Features of the finest stage.
  public let features: Int
  /// Features of a stage at most.
  public let most: Int

  /// A width of one's own; both at least 1.
  public init(features: Int, most: Int) {
    precondition(features > 0 && most >= features)
    self.features = features
    self.most = most
  }

  /// Half of nnU-Net's: a quarter of its weights, and a step in about a third of the time.
  public static let small = NetworkSize(features: 16, most: 160)
  /// nnU-Net's.
  public static let standard = NetworkSize(features: 32, most: 320)

  /// Features of a stage, counted from the finest.
  func features(of stage: Int) -> Int {
    stage < 20 ? min(features << stage, most) : most
  }
}
