"""The English words that phrases are made of. The notation is that of ``pattern``."""

GROUPS = {
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
    "repair": """
        fix|repair|repairs|fixes|resolution|solution|restoration|recovery|rollback|hotfix|patch
    """,
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
        nobody's|not|never|none|nobody|nothing|without|isn't|aren't|wasn't|weren't|hasn't|haven't
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

#: No phrase goes on past these: they speak of the next update, or of the past.
STOPS = """
    update updates message messages news inform* report* next tell write know post share email
    e-mail notify monitor* watch* check* see keep say send hear since last past previous
"""
