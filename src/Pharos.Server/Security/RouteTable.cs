using Pharos.Server.Elicitations;
using Pharos.Server.Tasks;

namespace Pharos.Server.Security;

/// <summary>
/// The matrix of roles and routes: the one place that says who may call what. A route without a row cannot be mapped, and a row without a route stops the
/// start, so the table is what runs. Finer rules (an agent sees only its own proposals; data outside pharos.gate is for administrators) stand in the endpoints.
/// </summary>
internal static class RouteTable
{
    public static IReadOnlyList<RouteRow> Rows { get; } =
    [
        new("GET", "/", RouteAccess.Anyone, "A page that says what runs here."),
        new("GET", "/livez", RouteAccess.Anyone, "Whether the process answers.") { IsProbe = true },
        new("GET", "/readyz", RouteAccess.Anyone, "Whether decisions can be made and recorded.") { IsProbe = true },
        new("GET", "/startupz", RouteAccess.Anyone, "Whether the start is finished.") { IsProbe = true },
        new("GET", "/health", RouteAccess.Anyone, "Health as Open Policy Agent answers it.") { IsProbe = true },
        new("GET", "/health/{**path}", RouteAccess.Anyone, "Whether the policy data.system.health calls the server well.") { IsProbe = true },
        new("GET", "/api/health", RouteAccess.Readers, "Health in detail: policies, log, disk, socket."),
        new("GET", "/metrics", RouteAccess.Readers, "Measurements in Prometheus text format."),
        new("GET", "/openapi/v1.json", RouteAccess.Readers, "This description."),

        new("POST", "/api/proposals", RouteAccess.Proposers, "Decide one proposal and record the decision."),
        new("POST", "/api/proposals/batch", RouteAccess.Proposers, "Decide up to 1,000 proposals; an answer or a problem for each, in order."),
        new("GET", "/api/proposals/{id}", RouteAccess.Proposers | RouteAccess.Readers, "A proposal's answer; agents see their own."),
        new("GET", "/api/proposals/{id}/similar", RouteAccess.Proposers | RouteAccess.Readers, "Earlier decisions by the same rule on the same kind; agents see their own."),
        new("POST", "/api/proposals/{id}/outcome", RouteAccess.Proposers, "Report what became of a proposal."),

        new("GET", "/api/reviews", RouteAccess.Readers, "What waits for somebody, the most urgent first; or what was decided, the latest first."),
        new("GET", "/api/reviews/{id}", RouteAccess.Readers, "One review with its proposal."),
        new("POST", "/api/reviews/{id}/claim", RouteAccess.Judges, "Hold a review for five minutes while looking at it; \"takeover\" takes it from whoever holds it."),
        new("POST", "/api/reviews/{id}/release", RouteAccess.Judges, "Give a review back."),
        new("POST", "/api/reviews/{id}/renew", RouteAccess.Judges, "Go on holding a review."),
        new("POST", "/api/reviews/{id}/snooze", RouteAccess.Judges, "Set a review aside until a time; half an hour where none is named."),
        new("POST", "/api/reviews/{id}/escalate", RouteAccess.Judges, "Hand a review to the next in the chain."),
        new("POST", "/api/reviews/{id}/undo", RouteAccess.Judges, "Take a verdict back before the agent has it."),
        new("POST", "/api/reviews/{id}/verdict", RouteAccess.Judges, "Judge a review. Who comes second gets 409 with the outcome."),
        new("POST", "/api/reviews/verdicts", RouteAccess.Judges, "One verdict on up to 200 reviews, with a result for each; never approves what is risky."),

        new("GET", "/api/grants", RouteAccess.Readers, "What was granted for the future; \"state=all\" shows what ended too."),
        new("GET", "/api/grants/{id}", RouteAccess.Readers, "One grant."),
        new("POST", "/api/grants", RouteAccess.Judges, "Grant for the future what a review approved: exactly that, for a session or a workspace, until a time."),
        new("POST", "/api/grants/{id}/rule", RouteAccess.Admin, "Make a policy of what was granted: its rule and what it would have changed; with \"apply\" it decides."),
        new("POST", "/api/reviews/{id}/rule", RouteAccess.Admin, "Make a policy of what a review approved: its rule and what it would have changed; with \"apply\" it decides."),
        new("DELETE", "/api/grants/{id}", RouteAccess.Judges, "Take a grant back; the next equal proposal is left open again."),

        new("POST", "/api/elicitations", RouteAccess.Askers, "Ask an agent or a person for information of a form; with \"wait\", until it has ended.") { Query = ["wait"] },
        new("GET", "/api/elicitations", RouteAccess.Askers | RouteAccess.Readers, "What somebody is asked (for=me) or asks (from=me); with \"wait\", held back until they are asked.") { Query = ElicitationFilter.Known },
        new("GET", "/api/elicitations/stream", RouteAccess.Askers, "What the caller is asked, as it is asked: Server-Sent Events.") { IsPushed = true },
        new("GET", "/api/elicitations/{id}", RouteAccess.Askers | RouteAccess.Readers, "One elicitation; with \"wait\", held back until it has ended. Agents see their own.") { Query = ["wait"] },
        new("POST", "/api/elicitations/{id}/respond", RouteAccess.Askers, "Answer, as the one asked, with the nonce that came with the question. What does not fit is refused with the places."),
        new("POST", "/api/elicitations/{id}/decline", RouteAccess.Askers, "Decline to answer, as the one asked."),
        new("POST", "/api/elicitations/{id}/cancel", RouteAccess.Askers, "Take a question back as the one who asked; or put it away as the one asked."),

        new("GET", LoggedPath.OfLink, RouteAccess.Anyone, "The page of a link that somebody was sent: what is asked, and a button. Changes nothing."),
        new("POST", LoggedPath.OfLink, RouteAccess.Anyone, "Approve or deny by a link, once, as the one it was sent to.") { IsForm = true },

        new("GET", "/api/experts", RouteAccess.Everybody, "Every registered expert with its scores; the best first.") { Query = ["kind", "capability", "workspace", "state"] },
        new("POST", "/api/experts", RouteAccess.Workers | RouteAccess.Admin, "Register as an expert, or anew; an administrator names the \"id\" it registers."),
        new("GET", "/api/experts/{id}", RouteAccess.Everybody, "One expert with its scores."),
        new("POST", "/api/experts/{id}/heartbeat", RouteAccess.Workers, "Say that one is there."),
        new("GET", "/api/experts/{id}/inbox", RouteAccess.Everybody, "What an expert has to do; \"wait\" holds the answer back until there is something, or something else than was \"seen\". Agents and experts see their own.") { Query = ["wait", "seen"] },
        new("GET", "/api/experts/{id}/inbox/stream", RouteAccess.Everybody, "The same as Server-Sent Events.") { IsPushed = true },
        new("POST", "/api/experts/{id}/suspend", RouteAccess.Judges, "Keep an expert from tasks; those it has go to others."),
        new("POST", "/api/experts/{id}/resume", RouteAccess.Judges, "Give an expert tasks again."),
        new("POST", "/api/tasks", RouteAccess.Workers | RouteAccess.Judges, "Ask for something to be done, by one expert or by the best."),
        new("GET", "/api/tasks", RouteAccess.Everybody, "Tasks; agents and experts see those they asked for, have or had.") { Query = TaskFilter.Known },
        new("GET", "/api/tasks/{id}", RouteAccess.Everybody, "One task; \"wait\" holds the answer back until it is closed.") { Query = ["wait"] },
        new("POST", "/api/tasks/{id}/claim", RouteAccess.Workers, "Begin to work on a task in one's inbox."),
        new("POST", "/api/tasks/{id}/progress", RouteAccess.Workers, "Say how far one is, and keep the task."),
        new("POST", "/api/tasks/{id}/result", RouteAccess.Workers, "Give the result."),
        new("POST", "/api/tasks/{id}/decline", RouteAccess.Workers, "Not do it; the next expert is asked."),
        new("POST", "/api/tasks/{id}/cancel", RouteAccess.Workers | RouteAccess.Judges, "Not want it any more: who asked for it, or an administrator."),

        new("GET", "/api/degradation", RouteAccess.Readers, "How careful the gate is and why, with thresholds, breakers and throttle."),
        new("POST", "/api/degradation", RouteAccess.Admin, "Enter the emergency, recover from it, or leave it; with a reason."),

        new("GET", "/api/events", RouteAccess.Readers, "Search the event log."),
        new("GET", "/api/events/statistics", RouteAccess.Readers, "What the log is made of: events by type, day and agent."),
        new("GET", "/api/events/stream", RouteAccess.Readers, "The log as it grows: Server-Sent Events, or WebSocket messages.") { IsStream = true },
        new("POST", "/api/events/stream/tickets", RouteAccess.Readers, "A ticket that opens one stream, once, within 30 seconds."),
        new("GET", "/api/events/index", RouteAccess.Readers, "How far the query index has come."),
        new("POST", "/api/events/reindex", RouteAccess.Admin, "Make the query index anew from the log."),
        new("GET", "/api/events/export", RouteAccess.Admin, "The log as JSON Lines, for another log to import; as large as the log."),
        new("POST", "/api/events/archive", RouteAccess.Admin, "Move the payloads of old events into a segment file; one segment a call."),
        new("GET", "/api/blobs/{digest}", RouteAccess.Readers, "A large part of a payload, by the SHA-256 of its bytes."),
        new("GET", "/api/events/{position}", RouteAccess.Readers, "One event of the log."),
        new("POST", "/api/events/{position}/erase", RouteAccess.Admin, "Erase an event's payload for good, with a reason; the event keeps its place."),

        new("GET", "/v1/policies", RouteAccess.Readers, "Every policy module."),
        new("GET", "/v1/policies/{**id}", RouteAccess.Readers, "One policy module."),
        new("PUT", "/v1/policies/{**id}", RouteAccess.Admin, "Write a policy module and let it decide, if everything compiles.") { TakesAnyMediaType = true },
        new("DELETE", "/v1/policies/{**id}", RouteAccess.Admin, "Remove a policy module that was written here."),
        new("GET", "/v1/data", RouteAccess.Admin, "Every document."),
        new("POST", "/v1/data", RouteAccess.Admin, "Every document, with an input.") { TakesAnyMediaType = true },
        new("PUT", "/v1/data", RouteAccess.Admin, "Write all data.") { TakesAnyMediaType = true },
        new("PATCH", "/v1/data", RouteAccess.Admin, "Change data by a JSON patch.") { TakesAnyMediaType = true },
        new("GET", "/v1/data/{**path}", RouteAccess.Readers, "Evaluate a document; outside pharos.gate for administrators only."),
        new("POST", "/v1/data/{**path}", RouteAccess.Readers, "Evaluate a document with an input; outside pharos.gate for administrators only.") { TakesAnyMediaType = true },
        new("PUT", "/v1/data/{**path}", RouteAccess.Admin, "Write a data document.") { TakesAnyMediaType = true },
        new("PATCH", "/v1/data/{**path}", RouteAccess.Admin, "Change a data document by a JSON patch.") { TakesAnyMediaType = true },
        new("DELETE", "/v1/data/{**path}", RouteAccess.Admin, "Remove a data document."),
        new("POST", "/v0/data", RouteAccess.Admin, "Every document; the body is the input itself.") { TakesAnyMediaType = true },
        new("POST", "/v0/data/{**path}", RouteAccess.Readers, "A bare document; the body is the input itself. Outside pharos.gate for administrators only.") { TakesAnyMediaType = true },
        new("POST", "/", RouteAccess.Admin, "The document system.main; the body is the input itself.") { TakesAnyMediaType = true },
        new("GET", "/v1/query", RouteAccess.Admin, "Evaluate a query."),
        new("POST", "/v1/query", RouteAccess.Admin, "Evaluate a query with an input.") { TakesAnyMediaType = true },
        new("POST", "/v1/compile", RouteAccess.Admin, "Evaluate a query in part: what remains of it.") { TakesAnyMediaType = true },
        new("GET", "/v1/compile/{**path}", RouteAccess.Admin, "A rule as a condition for a database, in the form that Accept names."),
        new("POST", "/v1/compile/{**path}", RouteAccess.Admin, "A rule as a condition for a database, in the form that Accept names, with an input.") { TakesAnyMediaType = true },
        new("GET", "/v1/status", RouteAccess.Readers, "Which policies decide, as Open Policy Agent says it."),
        new("GET", "/v1/config", RouteAccess.Readers, "The part of the configuration that clients of Open Policy Agent know."),

        new("GET", "/api/policies", RouteAccess.Readers, "Which policies decide: version, bundles, what was refused."),
        new("GET", "/api/policies/history", RouteAccess.Readers, "Which versions decided when, and who activated them; the newest first."),
        new("POST", "/api/policies/bundles/{name}", RouteAccess.Admin, "Examine a bundle (a gzipped tar archive) and let it decide, if nothing is wrong with it.") { TakesAnyMediaType = true },
        new("DELETE", "/api/policies/bundles/{name}", RouteAccess.Admin, "Take a bundle out."),
        new("POST", "/api/policies/rollback", RouteAccess.Admin, "Let an earlier version decide again, or release one."),
        new("POST", "/api/policies/diff", RouteAccess.Admin, "What a bundle (or, without a body, the policies of now) would have decided otherwise; lines of JSON, progress first.") { TakesAnyMediaType = true },

        new("GET", "/api/tokens", RouteAccess.Admin, "Every token that was issued, without its text."),
        new("POST", "/api/tokens", RouteAccess.Admin, "Issue a token; its text is answered once."),
        new("DELETE", "/api/tokens/{id}", RouteAccess.Admin, "Revoke a token."),
        new("GET", "/api/agents", RouteAccess.Readers, "The account recorded for each agent."),
        new("PUT", "/api/agents/{id}", RouteAccess.Admin, "Record the account an agent runs under."),
        new("GET", "/api/workspaces", RouteAccess.Readers, "Every workspace in force, configured or registered."),
        new("PUT", "/api/workspaces/registrations", RouteAccess.Admin, "Register a workspace."),
        new("DELETE", "/api/workspaces/registrations", RouteAccess.Admin, "Withdraw a registered workspace."),

        new("POST", "/mcp", RouteAccess.Proposers | RouteAccess.Readers | RouteAccess.Expert, "The Model Context Protocol: one message; answered by one, or by a stream of them."),
        new("GET", "/mcp", RouteAccess.Proposers | RouteAccess.Readers | RouteAccess.Expert, "What the server tells a session of the Model Context Protocol unasked."),
        new("DELETE", "/mcp", RouteAccess.Proposers | RouteAccess.Readers | RouteAccess.Expert, "End a session of the Model Context Protocol."),

        new("POST", "/hooks/{agent}", RouteAccess.Proposers, "A coding agent's hook; the event stands in the query."),
        new("POST", "/validate", RouteAccess.Proposers | RouteAccess.LoopbackIfConfigured, "Both shapes of Lighthouse's hook."),
    ];
}
