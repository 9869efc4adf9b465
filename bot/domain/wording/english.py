"""What English client messages had better not say. The notation is that of ``pattern``."""

from functools import cache

from bot.domain.wording.lexicon import DENIALS, Lexicon, Topic

_GROUPS = {
    "unit": "second|seconds|sec|minute|minutes|min|mins|hour|hours|hr|hrs|h|m|day|days|week|weeks",
    "amount": """
        #|a|an|one|two|three|four|five|ten|fifteen|twenty|thirty|forty|few|couple|half
            |several ..3 <unit>
        # : # <unit>
    """,
    "when": """
        in|within|under|after ..3 <amount>
        in|within the|this? next|coming|following? #|few|couple|half|several? of|an|more? <unit>
        by|at|before|until|till|around|about|no? later? than? #clock
        by|at|before|until|till|around|than # am|pm|o'clock|utc|gmt|cet|cest|eet|eest|h
        by|before|until|till ..1 noon|midday|midnight|lunch|lunchtime
        by|before|until|till|in|this|tomorrow ..1 morning|afternoon|evening
        by|before|on|until|next <day>
        by|before|at ..1 end|close of ..3 day|hour|week|shift|business|today|tomorrow
        today|tonight|tomorrow|soon|shortly|momentarily|imminently
        any minute|moment|second now?
        in no|a time|moment|minute|second|while
    """,
    "day": "monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow|tonight",
    "will": """
        will|shall|should|must|going|plan|planning|aim|aiming|hope|hoping|promise|promising
        expect*|estimate*|anticipate*|guarantee*|target|targeting|intend*|due|scheduled|planned
        we'll|it'll|they'll|that'll|everything'll|you'll
    """,
    "repaired": """
        fixed|restored|resolved|repaired|solved|recovered|resumed|completed|finished|sorted
        fix|restore|resolve|repair|solve|recover|resume|complete|finish
        back|working|work|running|operational|available|online|normal|over|deployed
        processed|credited|delivered|able|fine|done|ready|resolution|solution|restoration|recovery
    """,
    "repair": "fix|repair|resolution|solution|restoration|recovery|rollback|hotfix|patch",
    "repairing": """
        <repair>
        fixing|restoring|repairing|it|this
    """,
    "vague": """
        it|which|what
        the|this|that|an|a|our|these|those? ongoing|current|temporary|same|recent? <trouble>
        some|the|a? technical difficulties|reasons|works
        some|the|a? technical <trouble>
    """,
    "trouble": """
        incident|incidents|issue|issues|problem|problems|outage|disruption|disruptions|delay|delays
        interruption|interruptions|situation|downtime
    """,
    "component": """
        database*|server|servers|disk|disks|network|dns|certificate*|deploy*|release|config*
        misconfig*|cache|queue|memory|hardware|datacenter|datacentre|data-center|data-centre|cable
        router|routing|firewall|cluster|migration|upgrade|overload*|bug|bugs|attack*|storage
        cyberattack*|cyber-attack*|hack*|ddos|malware|ransomware|virus
        high|heavy|peak|increased|unusual load|traffic|demand
        power outage|failure|cut
    """,
    "party": """
        engineer*|developer*|programmer*|employee*|colleague*|contractor*|subcontractor*|intern
        admin|admins|administrator*|operator*|supplier*|vendor*|provider*|partner*|third-party
        third-parties|staff|technician*
    """,
    "brand": """
        aws|amazon|azure|cloudflare|google|gcp|microsoft|akamai|fastly|digitalocean|hetzner|ovh
        oracle|twilio|okta
    """,
    "data": "data|information|records|details|credentials|passwords",
    "not": """
        no !longer
        not|never|none|nobody|nothing|without|isn't|aren't|wasn't|weren't|hasn't|haven't
        didn't|doesn't|don't|won't|cannot|can't
    """,
    "touched": """
        affected|impacted|involved|touched|damaged|harmed
        at|in risk|danger
    """,
    "kept": "lost|deleted|corrupted|missing|gone|destroyed|erased",
    "seen": """
        leaked|exposed|stolen|accessed|compromised|breached|disclosed|viewed|copied|exfiltrated
    """,
    "money": "money|funds|balances|payment|payments|transaction|transactions|transfer|transfers",
    "gone": """
        lost|stolen|missing|gone
        at risk|danger
    """,
    "aux": "was|were|is|are|has|have|had|did|does|do? been?",
    "culprit": """
        <party>
        <brand>
    """,
    "few": "few|handful|several|couple|some of?",
    "noun": """
        a|an|the|our|their|your|some|one|this|that? *
        ..4 <component>
    """,
    "unknown": "not|still|being|unknown|unclear|under|yet|now|currently|already",
    "unsure": """
        if|whether|checking|verifying|confirming|ensuring|ensure|investigating
        make|making sure
        cannot|can't|not|unable ..2 confirm|say|rule|exclude|know
    """,
    "small": "minor|small|slight|tiny|insignificant|trivial|negligible|minuscule",
    "clients": """
        client|clients|customer|customers|user|users|merchant|merchants|payment|payments
        transaction|transactions|account|accounts|people|companies|businesses
    """,
    "law": """
        contract*|agreement*|sla|slas|gdpr|law|laws|regulation*|dora|nis2|terms|duty|duties
        confidentiality|legislation
    """,
}

_PHRASES = {
    Topic.REPAIR_TIME: """
        <will> ..5 <repaired> ..5 <when>
        <when> ..5 <will> ..4 <repaired>
        come|comes|coming back? online ..3 <when>
        guarantee|promise ..5 <when>
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
        not with us
        <culprit> ..1 let us down
        bank's|processor's|issuer's|acquirer's|supplier's fault|mistake|error
        issue|problem|fault is|was|lies ..1 with|at ..3 <party>
        issue|problem|fault is|was|lies ..1 with|at ..3 processor|acquirer|issuer
        beyond|outside of? our control
        your|their ..1 fault
        to blame
    """,
    Topic.DOWNPLAYING: """
        <small> ..2 issue*|problem*|delay*|disruption*|outage*|incident*|glitch*|impact|error*
            |interruption*|inconvenience*|fault|hiccup*|bug*
        minimal|little impact|effect
        hiccup*|glitch*|blip*
        nothing serious|critical|major
        nothing to worry about
        not|no a? big deal
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
        will|shall ..2 be ..1 refunded|reimbursed|compensated|indemnified
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
_UNLESS = {
    Topic.REPAIR_TIME: """
        cannot|can't|not|unable|don't ..2 promise|say|tell|give|name|estimate|predict|know|commit
        too early
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

#: No phrase goes on past these: they speak of the next update, or of the past.
_STOPS = """
    update updates message messages news inform* report* next tell write know post share email
    e-mail notify monitor* watch* check* see keep say send hear since last past previous
"""


@cache
def lexicon() -> Lexicon:
    """Built when first asked for: a start need not wait for it."""
    return Lexicon(_PHRASES, groups=_GROUPS, stops=_STOPS, unless=_UNLESS)
