"""Tells one version's life one fact."""

from agreements.facts import Fact, FactKind
from agreements.life import Life


def tell(life: Life, fact: Fact) -> None:  # noqa: C901, PLR0912 (one line for each kind)
    """Takes in what a fact says about this version; causes of rest, certificates and the agreement's end are not."""
    match fact.kind:
        case FactKind.SENT_OUT:
            life.send_out(fact.at)
        case FactKind.REVIEWING:
            life.reviewing.add(fact.whose)
        case FactKind.RESOLVED:
            life.resolved.add(fact.whose)
        case FactKind.SIGNED:
            life.sign(fact.whose, fact.at)
        case FactKind.CONSENTED if fact.about is not None:
            life.consents.setdefault(fact.about, set()).add(fact.whose)
        case FactKind.JOINED:
            life.join(fact.whose, fact.at)
        case FactKind.FILED:
            life.filed = fact.at
        case FactKind.IN_FORCE:
            _declare(life, fact)
        case FactKind.AFFIRMED:
            life.affirm(fact.whose, fact.at)
        case FactKind.RENEWED if fact.leaves_on is not None:
            life.renew(fact.leaves_on, fact.at)
        case FactKind.RETRACTED:
            life.retract(fact.whose)
        case FactKind.DECLINED:
            life.decline(fact.whose)
        case FactKind.STOPPED:
            life.stop(fact.whose, fact.at)
        case FactKind.NOTICE_GIVEN:
            life.notice(fact.whose, fact.at, fact.leaves_on)
        case FactKind.WITHDRAWN:
            life.withdrawn = True
        case FactKind.ENDS:
            life.ended = True
        case FactKind.VOIDED:
            life.voided = True
        case _:
            pass  # the other kinds are about the agreement as a whole


def _declare(life: Life, fact: Fact) -> None:
    """What the clause asks for is done, for all or for one joiner; where it is evaluated, nobody's word is asked."""
    if life.evaluated:
        return
    if fact.agency is None:
        life.declared = True
    else:
        life.admit(fact.agency)
