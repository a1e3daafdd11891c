import Networks

/// A network hands out its logits just as tiles want them.
extension NetworkPredictor: TilePredictor {}
