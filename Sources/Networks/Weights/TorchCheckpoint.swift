/// A checkpoint that nnU-Net v2 wrote with `torch.save`: the weights and the few facts that segmentation needs.
public struct TorchCheckpoint: Sendable {
  /// The entries of `network_weights` by nnU-Net's names, without the duplicates that checkpoints hold.
  ///
  /// `decoder.encoder.*` and names with `.all_modules.` are left out; `module.` and `_orig_mod.` in front are taken off.
  public let weights: WeightTable
  /// The trainer's class (`trainer_name`).
  public let trainerName: String?
  /// Axes that may be mirrored at inference (`inference_allowed_mirroring_axes`); nil where none are named.
  public let mirroringAxes: [Int]?
  /// The configuration of the plans that was trained (`init_args.configuration`); nil where the file does not say.
  public let configuration: String?
  /// The epoch (`current_epoch`).
  public let epoch: Int?
  /// Fields of the checkpoint that were not read, or only the part above: `logging`, `init_args`.
  public let skipped: [String]
  /// Classes and functions named in the file that mean nothing here; what they would make was left opaque.
  public let unknown: [String]
}
