"""What the table of learners says of an account that is to be tied to a learner."""

from pueredu.workbooks.checks import Check

# Whose hours somebody reads: an account is tied, never moved or untied, and by evidence only: a post
# at the learner's school and the same name. Of accounts elsewhere the sentence says nothing.
ACCOUNT_CHECKS = (
    Check(
        "is_tie AND is_shared",
        "username",
        "登录名“{username}”写在不止一位学员的行里，一个账号只属于一人",
    ),
    Check("is_tie AND is_oneself", "username", "不能登记自己的账号，请由其他有权限的同志办理"),
    Check(
        "is_tie AND houses IS NULL",
        "username",
        "本地区没有登录名为“{username}”的在任账号，请核对；没有账号的，先由账号管理员开立并任职",
    ),
    Check(
        "is_tie AND NOT house_id = ANY(houses)",
        "username",
        "账号“{username}”在“{school}”没有任职，请核对；任职由账号管理员登记",
    ),
    Check(
        "is_tie AND account_name <> name",
        "username",
        "登录名“{username}”是另一个姓名的账号，请核对登录名和姓名",
    ),
    Check(
        "is_tie AND old_account_id IS NOT NULL",
        "username",
        "该学员已对应另一个账号，表格不能更换；请由市级培训管理部门先解除原来的对应",
    ),
    Check(
        "is_tie AND holder_id IS NOT NULL",
        "username",
        "账号“{username}”已对应另一位学员，请核对登录名",
    ),
)
