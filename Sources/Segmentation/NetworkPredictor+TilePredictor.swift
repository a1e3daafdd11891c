import Networks

/// Encoder and decoders of a model as what segments tiles.
extension NetworkPredictor: TilePredictor {}
