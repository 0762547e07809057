"""Files from outside: workbooks and the open data of the register, of results and of inspection."""
