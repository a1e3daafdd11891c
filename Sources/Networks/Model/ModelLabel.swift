import Anatomy

/// A class of a decoder: the channel of its logits, the name the training data gave it, and the organ it is.
public struct ModelLabel: Codable, Hashable, Sendable {
  /// The channel of the logits, from 1; channel 0 is background.
  public var channel: Int
  /// The name as the data set has it.
  public var name: String
  /// The catalogue's organ of that name, if it is one.
  public var organ: Organ.ID?

  /// A label; see the properties.
  public init(channel: Int, name: String, organ: Organ.ID?) {
    self.channel = channel
    self.name = name
    self.organ = organ
  }
}
