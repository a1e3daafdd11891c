/// Every region of the body; a new region file is added here, nowhere else.
enum BodyRegions {
  static let all: [any BodyRegion.Type] = [
    EnvelopeRegion.self,

    SpineRegion.self,

    RibCageRegion.self,

    ShoulderGirdle.self,
    HeadRegion.self,
    SkullRegion.self,
    NeckRegion.self,
    NeckVesselsRegion.self,
    BackRegion.self,
    PelvisMuscleRegion.self,
    LungRegion.self,
    HeartRegion.self,
    GreatVesselsRegion.self,
    AirwayRegion.self,
    EsophagusRegion.self,
    LiverRegion.self, UpperAbdomenRegion.self, KidneyRegion.self, BowelRegion.self, PelvisRegion.self,
    PelvicVeinsRegion.self, PsoasRegion.self, LegRegion.self, ThighVessels.self,
  ]
}
