"""The twenty rules of crm24.rules, and the 24 columns they judge."""

from .criteria import Field, Named, Not, Points, Program, Rule, Score, Test, at_least, both, either

FIELDS = {
    "created_on": Field("date", "date"),
    "email": Field("email", "email"),
    "job_title": Field("text", "text"),
    "company": Field("text", "text"),
    "country": Field("country", "country"),
    "industry": Field(
        "choice",
        "one of",
        ("software", "Computer Software", "fintech", "healthcare", "retail", "manufacturing", "education", "other"),
        otherwise="other",
    ),
    "lead_source": Field(
        "choice",
        "one of",
        (
            "Organic Search",
            "Paid Search",
            "referral",
            "Direct Traffic",
            "email",
            "Social Media",
            "event",
            "partner",
        ),
    ),
    "employees": Field("number", "count"),
    "annual_revenue": Field("money", "money in USD"),
    "budget": Field("money", "money in USD"),
    "page_views": Field("number", "count"),
    "downloads": Field("number", "count"),
    "emails_opened": Field("number", "count"),
    "emails_clicked": Field("number", "count"),
    "last_activity_on": Field("date", "date"),
    "trial_started_on": Field("date", "date"),
    "buying_by": Field("date", "date"),
    "plan": Field("choice", "ordered one of", ("free", "trial", "team", "business"), ordered=True),
    "need_confirmed": Field("yes", "yes/no"),
    "has_authority": Field("yes", "yes/no"),
    "is_customer": Field("yes", "yes/no"),
    "do_not_contact": Field("yes", "yes/no"),
    "interests": Field("list", "list of", ("crm", "billing", "reports", "sso")),
}

SETS = {
    "ICP": ("industry", ("software", "Computer Software", "fintech", "healthcare")),
    "core_markets": ("country", ("US", "GB", "DE", "FR", "SE")),
    "free_mail": ("text", ("gmail.com", "outlook.com", "yahoo.com")),
    "rivals": ("text", ("rival.example",)),
    "deciders": ("text", ("vp", "vice president", "cto", "ceo", "chief", "director")),
    "juniors": ("text", ("student", "intern", "assistant")),
}


def in_set(fact, name, op="in"):
    """A test with a set's values, written by the set's name."""
    return Test(fact, op, SETS[name][1], written=name)


def yes(fact):
    return Test(fact, "is", True)


ICP = in_set("industry", "ICP")
CORE = in_set("country", "core_markets")
NOT_FREE_MAIL = Not(in_set("email", "free_mail", "domain"))
JUNIOR = in_set("job_title", "juniors", "word")
MID_MARKET = Named("mid_market")
DECIDER = Named("decider")
ACTIVE = Named("active")

DEFINES = {
    "mid_market": Test("employees", "between", (50, 2000)),
    "decider": in_set("job_title", "deciders", "word"),
    "active": Test("last_activity_on", "within", 30),
}

SCORE = (
    Points(20, ICP),
    Points(15, MID_MARKET),
    Points(15, DECIDER),
    Points(-20, JUNIOR),
    Points(10, CORE),
    Points(10, Test("annual_revenue", ">=", 5_000_000)),
    Points(5, NOT_FREE_MAIL),
    Points(10, Test("page_views", ">=", 10)),
    Points(5, Test("emails_clicked", ">=", 2)),
    Points(5, Test("downloads", ">=", 1)),
    Points(5, Test("lead_source", "in", ("referral", "partner", "event"))),
    Points(10, ACTIVE),
)

RULES = (
    Rule("Do not contact", yes("do_not_contact"), "Suppressed"),
    Rule("Rival", in_set("email", "rivals", "domain"), "Disqualified"),
    Rule(
        "Customer",
        both(yes("is_customer"), Not(Test("interests", "any", ("sso", "reports")))),
        "Disqualified",
    ),
    Rule("Junior", both(JUNIOR, Test("employees", "<", 10)), "Disqualified"),
    Rule("Quiet", both(Test("last_activity_on", "ago", 180), Test("created_on", "ago", 365)), "Recycled"),
    Rule("Old trial", both(Test("plan", "is", "trial"), Test("trial_started_on", "ago", 90)), "Recycled"),
    Rule("Downloads", both(ICP, Test("downloads", ">=", 2)), "MQL"),
    Rule("Scored", Score(60), "MQL"),
    Rule("Scored and awake", both(Score(45), ACTIVE), "MQL"),
    Rule("Reads a lot", both(Test("page_views", ">=", 25), Test("emails_opened", ">=", 10)), "MQL"),
    Rule("Clicks", both(Test("emails_clicked", ">=", 4), CORE, NOT_FREE_MAIL), "MQL"),
    Rule("Sent by a friend", both(Test("lead_source", "is", "referral"), MID_MARKET), "MQL"),
    Rule("Asked at an event", both(Test("lead_source", "is", "event"), DECIDER, ACTIVE), "MQL"),
    Rule(
        "Large company",
        both(Test("employees", ">", 2000), Test("annual_revenue", ">=", 50_000_000), DECIDER),
        "MQL",
    ),
    Rule(
        "Company name",
        either(Test("company", "contains", "bank"), Test("company", "ends", "ag")),
        "MQL",
        unless=Test("downloads", "is", 0),
    ),
    Rule("Paying team", both(Test("plan", ">=", "team"), Test("page_views", ">=", 5)), "PQL"),
    Rule(
        "Fresh trial",
        both(Test("plan", "is", "trial"), Test("trial_started_on", "within", 14), Test("page_views", ">=", 3)),
        "PQL",
    ),
    Rule(
        "Several interests",
        both(Test("interests", "every", ("crm", "billing")), Not(Test("plan", "is", "free"))),
        "PQL",
    ),
    Rule(
        "BANT",
        both(
            Named("MQL"),
            at_least(
                3,
                Test("budget", ">=", 20_000),
                yes("has_authority"),
                yes("need_confirmed"),
                Test("buying_by", "next", 180),
            ),
        ),
        "SQL",
    ),
    Rule(
        "Ready",
        both(
            either(Named("MQL"), Named("PQL")),
            Test("budget", ">=", 50_000),
            either(
                both(yes("need_confirmed"), yes("has_authority")),
                both(DECIDER, Test("buying_by", "next", 90)),
            ),
        ),
        "SQL",
        unless=either(Test("job_title", "contains", "consultant"), Test("created_on", "after", "2026-02-25")),
    ),
)

PROGRAM = Program(
    heading="Twenty rules over the 24 columns that `qualify-samples leads --columns crm24` writes: a program to measure with.",
    fields=FIELDS,
    sets=SETS,
    defines=DEFINES,
    stages=("Lead", "MQL", "PQL", "SQL"),
    exits=("Suppressed", "Disqualified", "Recycled"),
    score=SCORE,
    score_range=(-30, 100),
    rules=RULES,
)
