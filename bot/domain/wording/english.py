"""What English client messages had better not say. The notation is that of ``pattern``."""

from functools import cache

from bot.domain.wording.english_words import GROUPS, STOPS
from bot.domain.wording.lexicon import DENIALS, Lexicon, Topic

PHRASES = {
    Topic.REPAIR_TIME: """
        <will> ..5 <repaired> ..5 <when>
        <when> ..5 <will> ..4 <repaired>
        come|comes|coming back? online ..3 <when>
        guarantee|promise ..5 <when>
        count|rely on ..4 <repaired> ..3 <when>
        <repairing> is|are going to take ..4 <amount>
        it'll|that'll|this'll not? take ..4 <amount>
        eta|etr ..5 : ..2 #|#clock
        eta|etr ..5 : ..2 <when>
        eta|etr ..5 : ..2 <amount>
        expected|estimated|anticipated|target time of|to|for ..2 <repair> : ..2 #|#clock
        expected|estimated|anticipated|target <repair> time : ..2 #|#clock
        expected|estimated|anticipated|target time of|to|for ..2 <repair> : ..2 <amount>
        expected|estimated|anticipated|target <repair> time : ..2 <amount>
        <repair> ..2 is|are ..1 expected|due|planned|coming|promised|scheduled ..4 <when>
        <repairing> will|won't|should|shouldn't|may|might not? take ..4 <amount> !to !for !until
        <trouble> will|won't|should|shouldn't|may|might not? last|take|end ..4 <amount>
        need|needs|require|requires ..3 <amount> ..2 to fix|restore|resolve|repair|recover|finish
        minutes|hours|moments away from ..3 <repaired>
    """,
    Topic.CAUSE: """
        caused|triggered|provoked by !<vague> <noun>
        due|owing to !<vague> !be|arrive|start|end|resume|finish|you|merchants|clients <noun>
        because of !<vague> <noun>
        as? a|the? result|consequence of !<vague> <noun>
        stems|stemmed|results|resulted|arises|arose from ..5 <component>
        we ..2 been|were|are hacked|attacked|breached
        because of? ..5 <component>
        caused|due|owing by|to a|the|some? <trouble> with|in|of|on ..3 <component>
        root? cause is|was !<unknown> <noun>
        related|linked|traced|attributed to ..4 <component>
        we? suspect|believe|think|assume|suppose ..5 <component>
        probably|likely|apparently|perhaps|maybe , ..5 <component>
        after|following a|an|the|our|yesterday's|today's|last ..2 deploy*|upgrade|migration
        after|following a|the|our? recent|latest|new|last|yesterday's|today's release
        database*|server|servers|disk|network|dns|hardware|storage|power failure|crash*|corruption
            |overload*
        hacker*|attacker*|cyberattack*|cyber-attack*|ddos|ransomware|malware
        certificate* ..2 expired
        bug|bugs in ..3 code|software|release|version|service|system
        misconfig*
        faulty|bad|failed|broken|wrong|erroneous ..1 deploy*|release|config*|upgrade|change
            |migration|patch
    """,
    Topic.DATA_UNTOUCHED: """
        <not> ..6 <data> <aux> ..1 <touched>
        <data> <aux> <not> ..2 <touched>
        <data> ..2 is|are|remain|remains|stays ..2 safe|secure|intact|protected|unaffected|untouched
        no impact|effect|risk|threat|danger on|to|for ..3 <data>
        did|does|do|has|have|was|were|will|would? didn't|doesn't|not|never affect|impact|touch
            |involve|affected|impacted|touched ..3 <data>
    """,
    Topic.DATA_KEPT: """
        <not> ..6 <data> <aux> ..1 <kept>
        <data> <aux> <not> ..2 <kept>
        no|without|not|any ..1 loss of ..3 <data>
        no|without ..2 data loss|corruption
        <not> ..1 lose|lost|losing any|your|no ..2 <data>
    """,
    Topic.DATA_UNSEEN: """
        <not> ..6 <data> <aux> ..1 <seen>
        <not> ..6 <data> <aux> * or|and|nor <seen>
        <data> <aux> <not> ..2 <seen>
        <data> ..3 and was|were|is|are|has|have been? <not> ..2 <seen>
        no|without ..2 leak|breach|exposure|theft|disclosure of ..3 <data>
        no|without ..2 data leak|leaks|leakage|breach|breaches|exposure|theft
        nobody|no-one|no ..2 accessed|saw|viewed|copied|stole|seen ..3 <data>
        no|without unauthorised|unauthorized access ..4 <data>
    """,
    Topic.MONEY_SAFE: """
        money|funds|balance|balances|deposits|cards|card ..2 is|are|remain|remains ..2 safe|secure
            |intact|protected
        no|none|not ..4 <money> ..4 <gone>
        <money> <aux> <not> ..2 <gone>
        will|would|did|have|has? <not> ..2 lose|lost ..2 <money>
        no|without|any loss of ..2 <money>
        no|nobody's ..2 money|funds is|are|was|were ..1 at risk
    """,
    Topic.BLAME: """
        human|operator|engineer's|developer's error|mistake
        because|due|caused|fault|result|thanks|owing of|to|by ..6 <culprit>
        failure|outage|problem|problems|issue|issues|error|errors|incident|fault|mistake at|of|by
            |from ..2 <party>
        failure|outage|incident|fault at|of|by|from ..2 <brand>
        <party> ..3 failed|broke|forgot|mistakenly|accidentally|caused|overlooked|misconfigured
            |deleted|fault|mistake|error|outage|failure|negligence|responsible|blame
        <brand> ..1 outage|failure|failed|fault
        <brand> is|are|was ..1 down|offline
        team|teams|department|devops|ops|someone|somebody ..4 failed|forgot|overlooked|missed
            |neglected|pushed|deleted|broke
        on|at|from the? side|end of ..3 <culprit>
        on|at|from ..3 <party> side|end
        problem|issue|error|fault|cause|trouble is|was|lies ..1 on|at your|their side|end
        not our fault|mistake|problem|responsibility
        not on our side|end
        on|at|from visa's|mastercard's|apple's|google's|swift's|paypal's side|end
        not with us
        <culprit> ..1 let us down
        bank's|processor's|issuer's|acquirer's|supplier's fault|mistake|error
        issue|problem|fault is|was|lies ..1 with|at ..3 <party>
        issue|problem|fault is|was|lies ..1 with|at ..3 processor|acquirer|issuer
        beyond|outside of? our control
        your|their ..1 fault
        is|was|were !a|an|the|no|not|our|your|their * fault
        to blame
    """,
    Topic.DOWNPLAYING: """
        <small> ..2 issue*|problem*|delay*|disruption*|outage*|incident*|glitch*|impact|error*
            |interruption*|inconvenience*|fault|hiccup*|bug*
        minimal|little impact|effect
        hiccup*|glitch*|blip*
        nothing serious|critical|major
        nothing to worry about
        handful of ..2 <clients>
        not|no|isn't a? big deal
        no|not|don't ..2 need|reason|cause to|for worry|concern|alarm|panic
        don't|not worry
        only|just|merely a? <few> ..2 <clients>
        small|tiny|insignificant number|share|percentage|proportion|part|fraction of ..2 <clients>
        impact|effect is|was|remains ..2 minimal|negligible|minor|small|low|slight
        only|just|merely # ..1 <clients>
        isolated case|cases|incident|incidents
        only|just|merely a ..1 issue|problem|delay|inconvenience
    """,
    Topic.REFUND: """
        we|we'll ..2 refund|reimburse|compensate|indemnify
        will|shall|you'll ..2 be ..1 refunded|reimbursed|compensated|indemnified
        compensation ..2 will|is|be ..2 paid|offered|provided|due
        offer|give|pay ..3 compensation|discount|refund|reimbursement
        service credit|credits
    """,
    Topic.LEGAL: """
        liable|liability
        not|nor responsible for
        admit|accept ..2 fault|guilt|negligence
        breach|breaches|breached|violat*|infring* ..4 <law>
        <law> breach|violation|infringement
        negligen*
        force majeure
        hold|bear|accept|take|assume no responsibility
        entitled to ..3 compensation|refund|reimbursement|damages|credit
        full|fully|complete|completely ..1 compliance|compliant ..4 <law>
        we ..2 comply ..2 with ..3 <law>
        complies|complied|compliant|compliance ..2 with ..3 <law>
        within ..2 sla|slas
        lawsuit*|unlawful*|illegal*
        legal action|claim|claims|consequences|proceedings|obligation|obligations
    """,
    Topic.LEAK: """
        data breach|leak|leakage|theft
        breach|leak|theft of ..3 <data>
        <data> ..2 was|were|been ..1 leaked|stolen|breached
    """,
    Topic.APOLOGY: "apolog*|sorry|regret|pardon|excuse ..5 inconvenience*",
}

#: What, said before in the sentence, makes these words harmless.
UNLESS = {
    Topic.REPAIR_TIME: """
        cannot|can't|not|unable|don't ..2 promise|say|tell|give|name|estimate|predict|know|commit
        too early
        support ..2 is|will
        desk|hotline|helpdesk|office is|will
        if|unless|whether|report*|postmortem|summary|review|invoice*
        update|updates|message|report|news ..1 eta
    """,
    Topic.CAUSE: "payments|payouts|amounts|settlements due to ..1 <party>",
    **dict.fromkeys(DENIALS, "<unsure>"),
    Topic.BLAME: """
        if|when
        to|for|via|through|from|with ..1 <party>
        payments|payouts|amounts|settlements due to <party>
    """,
    Topic.REFUND: "cannot|can't|unable|not|if|whether",
    Topic.LEAK: """
        <not>
        <unsure>
        any|sign*|evidence|indication*
    """,
}


@cache
def lexicon() -> Lexicon:
    """Built when first asked for: a start need not wait for it."""
    return Lexicon(PHRASES, groups=GROUPS, stops=STOPS, unless=UNLESS)
