import Imaging

/// What one pass over a label map tells of an organ.
typealias OrganStatistics = LabelStatistics.Entry
