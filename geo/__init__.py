"""Where agencies are, how far apart, who hides among whom, and which peer is asked.

Pure: no clock, no file, no network; facts in, decisions out. It imports nothing of ours, and owns the names of
agencies, people and parts of the region. What it does not know: agreements (the caller's gate says who may serve a
zone), schedules (the caller says who is on call) and the one who asks.

What needs a solver stands in modules of its own, imported by name: ``geo.design`` (the search for better parts),
``geo.routing`` (whom to ask), ``geo.tables`` and ``geo.transport`` (the rule by which), ``geo.judge`` (what a plan
costs), ``geo.one_request`` and ``geo.measures``.
"""

from geo.errors import GeoError, OfferError, PlaceError, PlanError, PolicyError, Rule
from geo.names import AgencyId, PersonId, ZoneId
from geo.offers import Offer, Seat, same_side, thin, unserved
from geo.partition import best_promise, first_partition
from geo.places import Point, miles, road_miles, rough_miles
from geo.policy import Policy, required_crowd
from geo.standing import Standing, standing
from geo.zones import (
    Certificate,
    Department,
    VerifiedPlan,
    Zone,
    ZonePlan,
    certificate,
    recheck,
    verify,
)

__all__ = [
    "AgencyId",
    "Certificate",
    "Department",
    "GeoError",
    "Offer",
    "OfferError",
    "PersonId",
    "PlaceError",
    "PlanError",
    "Point",
    "Policy",
    "PolicyError",
    "Rule",
    "Seat",
    "Standing",
    "VerifiedPlan",
    "Zone",
    "ZoneId",
    "ZonePlan",
    "best_promise",
    "certificate",
    "first_partition",
    "miles",
    "recheck",
    "required_crowd",
    "road_miles",
    "rough_miles",
    "same_side",
    "standing",
    "thin",
    "unserved",
    "verify",
]
