#!/bin/sh
# Asks Pharos before a coding agent acts. Written by `pharos hook install`; `pharos hook status` reports any change to it.
#
#   pharos-hook.sh EVENT SUBJECT [AGENT] <payload >answer
#
# An agent treats most failures of a hook as consent, so every failure here becomes the refusal that the event understands. Only builtins and absolute
# paths are used and nothing is read from the environment, because whoever sets PATH, a proxy or ~/.curlrc could answer in the gate's place.
set -u
umask 077

data=@DATA@
curl=@CURL@
date=@DATE@
event=${1-}
subject=${2-}
agent=${3-claude-code}

# What an event is told when nothing must be stopped.
go_on() {
    case $agent/$event in
    cursor/beforeSubmitPrompt) printf '{"continue":true}\n' ;;
    *) printf '{}\n' ;;
    esac
    exit 0
}

# The texts given to refuse hold no quote and no backslash: they go into JSON as they are.
refuse() {
    case $agent/$event in
    claude-code/PermissionRequest)
        # Exit 2 is not honoured for this event; only a printed decision is.
        printf '%s\n' "{\"hookSpecificOutput\":{\"hookEventName\":\"PermissionRequest\",\"decision\":{\"behavior\":\"deny\",\"message\":\"Pharos: $1\"}}}"
        exit 0
        ;;
    claude-code/PostToolUse | claude-code/PostToolUseFailure | claude-code/UserPromptSubmit | claude-code/Stop | claude-code/SubagentStop | claude-code/Session* | \
        claude-code/Notification | codex/PostToolUse | codex/UserPromptSubmit | codex/Stop | codex/SubagentStop | codex/Session* | gemini/AfterTool | \
        gemini/BeforeAgent | gemini/AfterAgent | gemini/Session* | gemini/Notification | cursor/postToolUse* | cursor/after* | cursor/beforeSubmitPrompt | \
        cursor/session* | cursor/stop | cursor/subagentStop)
        printf 'Pharos: %s\n' "$1" >&2
        go_on
        ;;
    cursor/*)
        # The printed word and the status say the same, because versions differ in which of them they follow.
        printf '%s\n' "{\"permission\":\"deny\",\"user_message\":\"Pharos: $1\",\"agent_message\":\"Pharos: $1\"}"
        ;;
    esac
    printf 'Pharos did not allow this: %s\n' "$1" >&2
    exit 2
}

case $event in
'' | *[!A-Za-z]*) refuse 'the hook was called without the name of its event; run: pharos hook install' ;;
esac
case $agent in
claude-code | codex | gemini | cursor) ;;
*) refuse 'the hook was called for an agent it does not know; run: pharos hook install' ;;
esac
case $subject in
'' | *[!A-Za-z0-9._@:-]*) refuse "the hook was called without a subject; run: pharos hook install $agent" ;;
esac

# curl treats a header file that it cannot read as a warning on some versions, and would then ask without a token.
[ -r "$data/tokens/$subject.hook" ] || refuse "its token file is missing or unreadable; run: pharos hook install $agent"

# -q must stay first: it keeps ~/.curlrc out. The deadline is shorter than the one in the settings, past which the agent would go ahead.
answer=$("$curl" -q -sS -g --noproxy '*' --max-time @DEADLINE@ --max-filesize 1000000 --fail-with-body \
    -w '%{http_code}' -H "@$data/tokens/$subject.hook" -H 'Content-Type: application/json' -H 'Expect:' \
    --data-binary @- --unix-socket "$data/pharos.sock" "http://localhost/hooks/$agent?event=$event")
code=$?

if [ "$code" -eq 0 ]; then
    # The gate says everything with 200; a redirect or an empty success is somebody else's, and its body must not count.
    case $answer in
    *200) answer=${answer%200} ;;
    *) refuse "the gate answered with another status than 200; see: pharos hook status $agent" ;;
    esac
    case $agent/$event/$answer in
    claude-code/*'/{}' | codex/*'/{}' | gemini/*'/{}' | cursor/after*'/{}' | cursor/postToolUse*'/{}' | \
        claude-code/*"/{\"hookSpecificOutput\":{\"hookEventName\":\"$event\","*'}}' | codex/*"/{\"hookSpecificOutput\":{\"hookEventName\":\"$event\","*'}}' | \
        claude-code/*'/{"decision":"block","reason":"'*'"}' | codex/*'/{"decision":"block","reason":"'*'"}' | \
        gemini/*'/{"decision":"allow","reason":"'*'"}' | gemini/*'/{"decision":"deny","reason":"'*'"}' | \
        cursor/preToolUse/'{"permission":"allow"}' | cursor/before*'/{"permission":"allow"}' | cursor/*'/{"permission":"deny","user_message":"'*'"}' | \
        cursor/before*'/{"permission":"ask","user_message":"'*'"}' | cursor/beforeSubmitPrompt/'{"continue":true}')
        printf '%s\n' "$answer" || exit 2
        exit 0
        ;;
    esac
    refuse 'the gate answered something that is not an answer to this event'
fi

# Break-glass counts only when nobody listens at the socket (7): a gate that is merely slow or in error must not be passed by making it so.
if [ "$code" -eq 7 ] && [ -f "$data/break-glass" ] && [ ! -L "$data/break-glass" ]; then
    read -r word until rest <"$data/break-glass"
    now=$("$date" +%s)
    case "$word $now $until $rest" in
    "until "*[!0-9\ ]*) ;;
    "until "[0-9]*" "[0-9]*" ")
        if [ "$now" -lt "$until" ] && [ "$until" -le $((now + 3600)) ]; then
            # No opinion rather than an allow: the agent's own permission rules and its person still decide.
            printf '%s %s\n' "$now" "$event" >>"$data/break-glass.used"
            away='Pharos is away and break-glass is open: nothing is checked, your own permission rules apply.'
            case $agent/$event in
            cursor/beforeShellExecution | cursor/beforeMCPExecution)
                printf '%s\n' "{\"permission\":\"ask\",\"user_message\":\"$away\",\"agent_message\":\"$away\"}"
                ;;
            cursor/preToolUse | cursor/beforeReadFile) printf '{"permission":"allow"}\n' ;;
            cursor/*) go_on ;;
            *) printf '%s\n' "{\"systemMessage\":\"$away\"}" ;;
            esac
            exit 0
        fi
        ;;
    esac
fi

case $code in
7) refuse 'the gate cannot be reached. Start it with: pharos serve' ;;
22) refuse "the gate answered with an HTTP error; see: pharos hook status $agent" ;;
28) refuse "the gate did not answer in time; see: pharos hook status $agent" ;;
126 | 127) refuse "curl is missing; install it and run: pharos hook install $agent" ;;
esac
refuse "asking the gate failed (curl exit $code); see: pharos hook status $agent"
