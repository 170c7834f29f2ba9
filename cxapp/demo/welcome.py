"""What the console says when the demonstration is ready. Pure: it also runs where Django is not loaded."""

from __future__ import annotations

from cxapp.demo.story.company import NAME, PASSWORD, SIGN_INS


def words(address: str) -> str:
    """Four addresses, who can be signed in as, where the mail is, how to be rid of it all."""
    people = "\n".join(f"    {one.sign_in:<6} {one.name}, {one.what}" for one in SIGN_INS)
    return (
        f"\n{NAME} is made up, and a customer has just complained. In two minutes the time to call runs out. Open:\n\n"
        f"  Be the customer   {address}/demo/be/customer/\n"
        f"  Be the leader     {address}/demo/be/leader/\n"
        f"  Be the owner      {address}/demo/be/owner/\n"
        f"  Be the CX manager {address}/demo/be/manager/   surveys, answers, results\n\n"
        f"  All mail it sends {address}/demo/mail/\n"
        f"  Or sign in at {address}/ with the password {PASSWORD} as\n{people}\n\n"
        "  What happens to the watched case is told here as well. Ctrl-C stops everything.\n"
        "  To be rid of the demo: rm var/demo.sqlite3*, then make run.\n"
    )
