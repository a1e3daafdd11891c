/// Where the catalogue's reference ranges come from, a sentence each, so that a row can name its source in a word.
///
/// No source states 2.5th and 97.5th percentiles for all adults and both sexes; "derived" ranges are widened from
/// the means, spreads or limits a publication gives, "estimated" ones have no publication behind them. All are
/// wide on purpose: outside one something is worth a look, inside one nothing is proven.
enum ReferenceSource: String {
  // Volumes.
  case geraghty2004 =
    "derived from the sex-specific means in Geraghty et al., Abdom Imaging 2004;29:482 (CT, 149 adults)"
  case icrp89 = "derived from the reference adult organ masses of ICRP Publication 89 (2002)"
  case fuchs2016 =
    "derived from the upper limits in Fuchs et al., Eur Heart J Cardiovasc Imaging 2016;17:1009 (CT, 569 adults)"
  case yamada2020 =
    "derived from the lobe shares in Yamada et al., Respiration 2020;99:598 and supine lung volumes of 2-7.5 L"
  case heymsfield2016 =
    "derived from Heymsfield et al., Anat Physiol 2016;6(5) (MRI, 80 adults) and ICRP Publication 89"
  case handsfield2014 =
    "derived from Handsfield et al., J Biomech 2014;47:631 (MRI, 24 adults), lowered for older patients"
  case labelMaps =
    "estimated from label maps of the TotalSegmentator data set (CC BY 4.0), widened about twofold"
  case dimensions = "estimated from usual anatomical dimensions, widened about twofold"
  case filling = "estimated: wall and contents, from empty to well filled"

  // Attenuation.
  case jang2019 =
    "derived from trabecular L1 in Jang et al., Radiology 2019;291:360 (CT, 20374 adults), raised for cortex"
  case bone = "estimated: cortical and cancellous bone in one label, from osteopenic to young"
  case softTissue = "estimated: usual attenuation from unenhanced to contrast-enhanced CT, some fat included"
  case blood = "estimated: from unenhanced blood in anaemia to arterial or venous contrast"
  case aerated = "estimated: from deep inspiration to shallow breathing"
  case contents = "estimated: gas, fluid, stool or contrast agent may fill it"
}

extension ReferenceRange {
  /// A range of the catalogue.
  static func of(_ range: ClosedRange<Double>, _ source: ReferenceSource) -> ReferenceRange {
    ReferenceRange(low: range.lowerBound, high: range.upperBound, source: source.rawValue)
  }
}
